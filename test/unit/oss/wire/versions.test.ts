import { WireError } from "../../../../provider/http/errors";
import { decodeDeleted, decodeUploads, decodeVersions, encodeDelete } from "../../../../provider/oss/wire/versions";
import { fixture, garbled, golden, half } from "../golden";

describe("versions of a bucket", () => {
  test("of the sample without versioning have no version ids", () => {
    const page = decodeVersions(fixture("versions/get-unversioned.xml"));
    expect(page.versions.map(({ key, versionId }) => [key, versionId])).toEqual([
      ["example-object-1.jpg", undefined],
      ["example-object-2.jpg", undefined],
      ["example-object-3.jpg", undefined],
    ]);
    expect(page.next).toBeUndefined();
  });

  test("of the sample with versioning come with delete markers, in the order of the answer", () => {
    const page = decodeVersions(fixture("versions/get-versioned.xml"));
    expect(page.versions.map(({ key, versionId, deleteMarker }) => [key, versionId, deleteMarker])).toEqual([
      ["example", "CAEQMxiBgICbof2D0BYiIDJhMGE3N2M1YTI1NDQzOGY5NTkyNTI3MGYyMzJm****", true],
      ["example", "CAEQMxiBgMDNoP2D0BYiIDE3MWUxNzgxZDQxNTRiODI5OGYwZGMwNGY3MzZjN****", false],
      ["pic.jpg", "CAEQMxiBgMCZov2D0BYiIDY4MD1lOTc2YmY5MjQxMzdiOGI3OTlhNTU0ODIx****", false],
    ]);
  });

  const result = (inner: string) => decodeVersions(`<ListVersionsResult>${inner}</ListVersionsResult>`);

  test("go on from both marks, decoded where names are URL-encoded", () => {
    const page = result(
      "<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>a%2Fb+c%01</NextKeyMarker>" +
        "<NextVersionIdMarker>v%201</NextVersionIdMarker><Version><Key>%E9%A1%B5+1%2B1</Key><VersionId>null</VersionId></Version>",
    );
    expect(page.next).toEqual({ keyMarker: "a/b c\u0001", versionIdMarker: "v%201" });
    expect(page.versions.map(({ key, versionId }) => ({ key, versionId }))).toEqual([
      { key: "页 1+1", versionId: "null" },
    ]);
  });

  test("keep names as they are where they are not URL-encoded", () => {
    const page = result("<IsTruncated>false</IsTruncated><DeleteMarker><Key>a%2Fb+c</Key></DeleteMarker>");
    expect(page.versions.map(({ key }) => key)).toEqual(["a%2Fb+c"]);
  });

  test("with a broken percent sign are an error, not another name", () => {
    expect(() => result("<EncodingType>url</EncodingType><Version><Key>100%</Key></Version>")).toThrow(URIError);
  });

  test.each([...garbled, ["half an answer", half("versions/get-versioned.xml")]])("%s is a WireError", (_, body) => {
    expect(() => decodeVersions(body)).toThrow(WireError);
  });
});

describe("unfinished uploads", () => {
  test("are those of the sample, whose last page has marks too", () => {
    expect(decodeUploads(fixture("uploads/get.xml"))).toEqual({
      uploads: [
        { key: "multipart.data", uploadId: "0004B999EF518A1FE585B0C9360DC4C8" },
        { key: "multipart.data", uploadId: "0004B999EF5A239BB9138C6227D6****" },
        { key: "oss.avi", uploadId: "0004B999B8E707874FC2D692FA5D7****" },
      ],
    });
  });

  test("go on from both marks", () => {
    const body =
      "<ListMultipartUploadsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>" +
      "<NextKeyMarker>a%20b</NextKeyMarker><NextUploadIdMarker>u1</NextUploadIdMarker></ListMultipartUploadsResult>";
    expect(decodeUploads(body)).toEqual({ uploads: [], next: { keyMarker: "a b", uploadIdMarker: "u1" } });
  });

  test.each([...garbled, ["half an answer", half("uploads/get.xml")]])("%s is a WireError", (_, body) => {
    expect(() => decodeUploads(body)).toThrow(WireError);
  });
});

describe("deleting many", () => {
  test("writes the samples of the reference, element for element", () => {
    expect(encodeDelete([{ key: "multipart.data" }, { key: "test.jpg" }, { key: "demo.jpg" }])).toBe(
      golden("delete/put-keys.xml"),
    );
    const versionId = "CAEQNRiBgICEoPiC0BYiIGMxZWJmMzYjE0OTQ0ZmZhYjgzNzkzYjc2NjZk****";
    expect(encodeDelete([{ key: "multipart.data", versionId }])).toBe(golden("delete/put-version.xml"));
  });

  test("reads which were deleted from the sample answers, markers of deletion too", () => {
    expect(decodeDeleted(fixture("delete/answer-keys.xml"))).toEqual([
      { key: "multipart.data" },
      { key: "test.jpg" },
      { key: "demo.jpg" },
    ]);
    expect(decodeDeleted(fixture("delete/answer-marker.xml"))).toEqual([
      { key: "demo.jpg", versionId: "CAEQNRiBgICEoPiC0BYiIGMxZWJmMzYjE0OTQ0ZmZhYjgzNzkzYjc2NjZk****" },
    ]);
  });

  test("reads URL-encoded names, and an answer that names nothing", () => {
    const body = "<DeleteResult><EncodingType>url</EncodingType><Deleted><Key>a%01+b</Key></Deleted></DeleteResult>";
    expect(decodeDeleted(body)).toEqual([{ key: "a\u0001 b" }]);
    expect(decodeDeleted("<DeleteResult/>")).toEqual([]);
  });

  test.each([...garbled, ["half an answer", half("delete/answer-keys.xml")]])("%s is a WireError", (_, body) => {
    expect(() => decodeDeleted(body)).toThrow(WireError);
  });

  test("escapes names", () => {
    expect(encodeDelete([{ key: "a&b<c>.txt" }])).toContain("<Key>a&amp;b&lt;c&gt;.txt</Key>");
  });
});
