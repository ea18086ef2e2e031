// Options of startEmulator beyond address, keys and data.
import { request } from "node:https";
import { type EmulatorOptions, startEmulator } from "../../emulator";
import { type Call, clientOf } from "./support/client";
import { TLS } from "./support/tls";

const bucket = "web-site";

/** What an emulator with these options tells as its own addresses. */
async function told(options: EmulatorOptions, call: Partial<Call> = {}) {
  await using emulator = await startEmulator(options);
  const send = clientOf(emulator, { bucket });
  await send({ method: "PUT", headers: { "x-oss-acl": "public-read-write" } });
  const info = await send({ query: "bucketInfo", ...call });
  const begun = await send({ method: "POST", key: "a/b", query: "uploads", ...call });
  const uploadId = begun.element("UploadId");
  const part = await send({
    method: "PUT",
    key: "a/b",
    query: `partNumber=1&uploadId=${uploadId}`,
    body: "x",
    ...call,
  });
  const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag}</ETag></Part></CompleteMultipartUpload>`;
  const done = await send({ method: "POST", key: "a/b", query: `uploadId=${uploadId}`, body, ...call });
  return [info.element("ExtranetEndpoint"), info.element("IntranetEndpoint"), done.element("Location")];
}

describe("addresses in answers", () => {
  it("are those of the request", async () => {
    expect(await told({})).toEqual([
      expect.stringMatching(/^oss-cn-hangzhou\.localhost:\d+$/),
      expect.stringMatching(/^oss-cn-hangzhou-internal\.localhost:\d+$/),
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/web-site\/a\/b$/),
    ]);
  });

  it("are those that a proxy in front was asked for", async () => {
    const headers = { "x-forwarded-host": "storage.example.test:8443, inner:1", "x-forwarded-proto": "https, http" };
    expect(await told({}, { headers })).toEqual([
      "oss-cn-hangzhou.storage.example.test:8443",
      "oss-cn-hangzhou-internal.storage.example.test:8443",
      "https://storage.example.test:8443/web-site/a/b",
    ]);
  });

  it("are those of the external URL, where there is one", async () => {
    const externalUrl = "https://storage.example.test:8443";
    expect(await told({ externalUrl })).toEqual([
      "oss-cn-hangzhou.storage.example.test:8443",
      "oss-cn-hangzhou-internal.storage.example.test:8443",
      "https://storage.example.test:8443/web-site/a/b",
    ]);
    expect((await told({ externalUrl }, { host: `${bucket}.localhost` }))[2]).toBe(
      "https://web-site.storage.example.test:8443/a/b",
    );
    await expect(startEmulator({ externalUrl: "storage.example.test" })).rejects.toThrow(
      "The external URL must have the form https://host or https://host:port, not storage.example.test.",
    );
  });
});

it("an unknown version header is refused where that is asked for", async () => {
  await using emulator = await startEmulator({ strictApiVersion: true });
  const answer = await clientOf(emulator)({ headers: { "x-oss-api-version": "2030-01-01" } });
  expect([answer.status, answer.element("Code"), answer.element("ArgumentName")]).toEqual([
    400,
    "InvalidArgument",
    "x-oss-api-version",
  ]);
});

it("the clock begins at a given time and goes on", async () => {
  await using emulator = await startEmulator({ clock: new Date("2031-05-06T07:08:09Z") });
  const { now } = (await (await fetch(`${emulator.urls.oss}/_granary/clock`)).json()) as { now: string };
  expect(now).toMatch(/^2031-05-06T07:08:/);
  await expect(startEmulator({ clock: "soon" })).rejects.toThrow(
    "The clock must be a time such as 2030-01-01T00:00:00Z, not soon.",
  );
});

it("faults wait from the start, behind a seed", async () => {
  const faults = [{ operation: "PutBucket", status: 503, code: "ServiceUnavailable" }];
  await using emulator = await startEmulator({ faults, seed: { buckets: [{ bucket: "seeded" }] } });
  const send = clientOf(emulator);
  expect((await send({ method: "PUT", bucket: "first" })).status).toBe(503);
  expect((await send({ method: "PUT", bucket: "first" })).status).toBe(200);
});

it("every answer of the service is late by the latency, those of the control API are not", async () => {
  await using emulator = await startEmulator({ latencyMs: 300 });
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  expect(await timed(() => clientOf(emulator)({}))).toBeGreaterThanOrEqual(299);
  expect(await timed(() => fetch(`${emulator.urls.oss}/_granary/ready`))).toBeLessThan(250);
});

it("https with a certificate and its key, which a seed gets through too", async () => {
  await using emulator = await startEmulator({
    tls: TLS,
    seed: { buckets: [{ bucket, acl: "public-read", objects: { k: "kept" } }] },
  });
  expect(emulator.urls.oss).toBe(`https://127.0.0.1:${emulator.port}`);
  const text = await new Promise<string>((resolve, reject) => {
    const to = { host: "127.0.0.1", servername: "localhost", port: emulator.port, path: `/${bucket}/k`, ca: TLS.cert };
    request(to, (answer) => {
      answer.setEncoding("utf8").once("data", resolve);
    })
      .on("error", reject)
      .end();
  });
  expect(text).toBe("kept");
});
