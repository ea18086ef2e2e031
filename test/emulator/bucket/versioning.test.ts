/** OSS API reference 20220713, PutBucketVersioning (L3091-3182) and GetBucketVersioning (L3184-3262). */
import { type OssService, startOssService } from "../../support/ossService";

let oss: OssService;
beforeAll(async () => {
  oss = await startOssService();
});
afterAll(() => oss.stop());

const put = (bucket: string, status: string) =>
  oss.send({
    method: "PUT",
    bucket,
    query: "versioning",
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<VersioningConfiguration>\n  <Status>${status}</Status>\n</VersioningConfiguration>`,
  });
const get = (bucket: string) => oss.send({ method: "GET", bucket, query: "versioning" });

test("a bucket that never had versioning answers an empty element with the namespace (L3232-3244)", async () => {
  const answer = await get(oss.bucket());
  expect([answer.status, answer.headers["content-type"]]).toEqual([200, "application/xml"]);
  expect(answer.body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' + "<VersioningConfiguration></VersioningConfiguration>",
  );
});

test("Enabled and Suspended are set and answered, without the namespace (L3227)", async () => {
  const bucket = oss.bucket();
  for (const status of ["Enabled", "Suspended", "Enabled"]) {
    const answer = await put(bucket, status);
    expect([answer.status, answer.headers["content-length"]]).toEqual([200, "0"]);
    expect((await get(bucket)).body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`,
    );
  }
  expect((await oss.send({ method: "GET", bucket, query: "bucketInfo" })).element("Versioning")).toBe("Enabled");
});

test.each(["Disabled", "enabled", ""])(
  "the status %p is InvalidArgument 400: there is no way back (L3182)",
  async (status) => {
    const bucket = oss.bucket({ versioning: "Enabled" });
    const answer = await put(bucket, status);
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
    expect((await get(bucket)).element("Status")).toBe("Enabled");
  },
);

test("a body without Status is InvalidArgument 400", async () => {
  const answer = await oss.send({
    method: "PUT",
    bucket: oss.bucket(),
    query: "versioning",
    body: "<VersioningConfiguration/>",
  });
  expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidArgument"]);
  expect(answer.element("Message")).toBe("The Versioning element must be specified.");
});
