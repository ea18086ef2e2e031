// What the emulator can't be made to do: answers that name fewer keys than were asked for, and buckets without end.
import type { OssClient, OssRequest, OssResponse } from "../../../../provider/oss/client";
import { createTally, type Tally } from "../../../../provider/oss/emptyBucket/tally";
import { deleteVersions } from "../../../../provider/oss/emptyBucket/versions";
import { OssError } from "../../../../provider/oss/errors";

const context = { signal: new AbortController().signal, progress: () => {} };
let sent: OssRequest[];
let tally: Tally;
beforeEach(() => {
  sent = [];
  tally = createTally("web", context);
});

function clientOf(answer: (request: OssRequest) => string | Promise<string>): OssClient {
  return {
    async send(request) {
      sent.push(request);
      const text = await answer(request);
      return { status: 200, headers: {}, text, attempts: 1 } as unknown as OssResponse;
    },
    checkConfig: async () => {},
    close: async () => {},
  };
}

const listOf = (keys: string[], next = "") =>
  `<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>${next !== ""}</IsTruncated>${next}${keys
    .map(
      (key) =>
        `<Version><Key>${key}</Key><VersionId>1</VersionId><LastModified>2026-01-02T03:04:05.000Z</LastModified></Version>`,
    )
    .join("")}</ListVersionsResult>`;
const deletedOf = (keys: string[], more = "") =>
  `<DeleteResult><EncodingType>url</EncodingType>${keys
    .map((key) => `<Deleted><Key>${key}</Key><VersionId>1</VersionId></Deleted>`)
    .join("")}${more}</DeleteResult>`;
const refused = (operation: string, code: string) =>
  new OssError({ operation, resource: "web/b", code, status: 403, message: "No.", requestId: "R1" });

test("a version that the answer does not name is asked for by itself, and its refusal is told", async () => {
  const client = clientOf(({ operation, key }) => {
    if (operation === "GetBucketVersions") return listOf(["a", "b", "c"]);
    if (operation === "DeleteMultipleObjects") return deletedOf(["a", "c"]);
    expect(key).toBe("b");
    throw refused(operation, "AccessDenied");
  });
  await expect(deleteVersions(client, "web", context, tally)).rejects.toThrow(
    "DeleteObject on web/b: AccessDenied (403) No.; request R1",
  );
  expect(sent.map(({ operation }) => operation)).toEqual([
    "GetBucketVersions",
    "DeleteMultipleObjects",
    "DeleteObject",
  ]);
  expect(sent.at(-1)!.query).toEqual({ versionId: "1" });
  expect(tally.text()).toBe("2 versions");
});

test("errors in the answer, as other services have them, are not taken for success", async () => {
  const error = "<Error><Key>b</Key><Code>AccessDenied</Code><Message>No.</Message></Error>";
  const client = clientOf(({ operation }) => {
    if (operation === "GetBucketVersions") return listOf(["a", "b"]);
    if (operation === "DeleteMultipleObjects") return deletedOf(["a"], error);
    throw refused(operation, "AccessDenied");
  });
  await expect(deleteVersions(client, "web", context, tally)).rejects.toThrow("DeleteObject on web/b: AccessDenied");
});

test("a version that was gone already is deleted", async () => {
  const client = clientOf(({ operation }) => {
    if (operation === "GetBucketVersions") return listOf(["a", "b"]);
    return operation === "DeleteMultipleObjects" ? deletedOf(["a"]) : "";
  });
  await deleteVersions(client, "web", context, tally);
  expect(tally.text()).toBe("2 versions");
});

test("an answer without a body is garbled: nobody knows what was deleted", async () => {
  const client = clientOf(({ operation }) => (operation === "GetBucketVersions" ? listOf(["a"]) : ""));
  await expect(deleteVersions(client, "web", context, tally)).rejects.toThrow(
    "DeleteMultipleObjects on web: the answer (200) is not as documented: expected <DeleteResult>, got an empty body",
  );
});

test("asks for the answer that names what was deleted, encoded", async () => {
  const client = clientOf(({ operation }) =>
    operation === "GetBucketVersions" ? listOf(["a%2Fb+c"]) : deletedOf(["a/b c"]),
  );
  await deleteVersions(client, "web", context, tally);
  expect(sent[1]).toMatchObject({
    method: "POST",
    query: { delete: true, "encoding-type": "url" },
    contentMd5: true,
    idempotent: true,
    body: '<?xml version="1.0" encoding="UTF-8"?>\n<Delete><Quiet>false</Quiet><Object><Key>a/b c</Key><VersionId>1</VersionId></Object></Delete>',
  });
});

test("lists no more than nine pages ahead of what is deleted, so that memory stays the same", async () => {
  const PAGES = 40;
  let listed = 0;
  let deleted = 0;
  let most = 0;
  const client = clientOf(async ({ operation, query }) => {
    if (operation === "GetBucketVersions") {
      listed++;
      most = Math.max(most, listed - deleted);
      const page = Number(query?.["key-marker"] ?? 0) + 1;
      const next = `<NextKeyMarker>${page}</NextKeyMarker><NextVersionIdMarker>v${page}</NextVersionIdMarker>`;
      return listOf([`k${page}`], page < PAGES ? next : "");
    }
    // Deleting takes longer than listing.
    await new Promise((done) => setTimeout(done, 5));
    deleted++;
    return deletedOf(["x"]);
  });
  await deleteVersions(client, "web", context, tally);
  expect([listed, deleted, tally.text()]).toEqual([PAGES, PAGES, "40 versions"]);
  expect(most).toBeGreaterThan(2);
  expect(most).toBeLessThanOrEqual(9);
  expect([tally.listed, tally.newest]).toEqual([40, Date.parse("2026-01-02T03:04:05.000Z")]);
});
