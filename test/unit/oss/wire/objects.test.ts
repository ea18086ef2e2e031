import { WireError } from "../../../../provider/http/errors";
import { decodeDeletedDirectory } from "../../../../provider/oss/wire/directories";
import { decodeObjects } from "../../../../provider/oss/wire/objects";
import { fixture, garbled, half } from "../golden";

describe("objects of a bucket", () => {
  test("are those of the sample", () => {
    const page = decodeObjects(fixture("objects/get.xml"));
    expect(page.objects.map(({ key }) => key)).toEqual(["fun/movie/001.avi", "fun/movie/007.avi", "fun/test.jpg"]);
    expect(page.objects[0]).toEqual({
      key: "fun/movie/001.avi",
      lastModified: "2012-02-24T08:43:07.000Z",
      etag: "5b3c1a2e053d763e1b002cc607c5a0fe1****",
      size: 344606,
      storageClass: "Standard",
      type: "Normal",
      owner: "0022012****",
    });
    expect([page.commonPrefixes, page.next]).toEqual([[], undefined]);
  });

  const result = (inner: string) => decodeObjects(`<ListBucketResult>${inner}</ListBucketResult>`);

  test("go on from an opaque token as it is, and from a marker decoded like all names", () => {
    const truncated = "<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>";
    expect(result(`${truncated}<NextContinuationToken>Cg%2BJi--</NextContinuationToken>`).next).toBe("Cg%2BJi--");
    expect(result(`${truncated}<NextMarker>a%2Bb</NextMarker>`).next).toBe("a+b");
    expect(result("<IsTruncated>false</IsTruncated><NextMarker>a</NextMarker>").next).toBeUndefined();
  });

  test("share prefixes, listed one by one or together", () => {
    const one = result(
      "<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>",
    );
    const together = result("<CommonPrefixes><Prefix>a/</Prefix><Prefix>b/</Prefix></CommonPrefixes>");
    expect(one.commonPrefixes).toEqual(["a/", "b/"]);
    expect(together.commonPrefixes).toEqual(["a/", "b/"]);
  });

  test.each([...garbled, ["half an answer", half("objects/get.xml")]])("%s is a WireError", (_, body) => {
    expect(() => decodeObjects(body)).toThrow(WireError);
  });
});

describe("a deleted directory", () => {
  test("tells how many went and where to go on, as in the sample", () => {
    expect(decodeDeletedDirectory(fixture("directory/delete-paged.xml"))).toEqual({ count: 100, next: "CgJiYw--" });
  });

  test("is done where there is no token or an empty one", () => {
    const result = (inner: string) =>
      `<DeleteDirectoryResult><DeleteNumber>1</DeleteNumber>${inner}</DeleteDirectoryResult>`;
    expect(decodeDeletedDirectory(result(""))).toEqual({ count: 1 });
    expect(decodeDeletedDirectory(result("<NextDeleteToken/>"))).toEqual({ count: 1 });
  });

  test.each(garbled)("%s is a WireError", (_, body) => {
    expect(() => decodeDeletedDirectory(body)).toThrow(WireError);
  });
});
