import { byteLength, canonicalStorageClass, domainName } from "../../../provider/oss/fields";

test("storage classes are compared without the space that requests and answers disagree on", () => {
  expect(canonicalStorageClass("Cold Archive")).toBe("ColdArchive");
  expect(canonicalStorageClass("ColdArchive")).toBe("ColdArchive");
  expect(canonicalStorageClass("Standard")).toBe("Standard");
  expect([undefined, 5, null].map(canonicalStorageClass)).toEqual([undefined, 5, null]);
});

test("lengths are those of UTF-8", () => {
  expect(["", "a", "é", "页", "😀"].map(byteLength)).toEqual([0, 1, 2, 3, 4]);
});

describe("domain names", () => {
  test.each(["example.com", "www.example.com", "a-b.c1.example", "xn--fiqs8s.cn", `${"a".repeat(63)}.com`])(
    "%s is one",
    (name) => {
      expect(domainName.safeParse(name).success).toBe(true);
    },
  );

  test.each([
    "example",
    "Example.com",
    "-a.com",
    "a-.com",
    "a..com",
    ".com",
    "a.com.",
    "http://a.com",
    "a.com/x",
    "a_b.com",
    `${"a".repeat(64)}.com`,
    `${`${"a".repeat(62)}.`.repeat(4)}com`,
  ])("%s is none", (name) => {
    expect(domainName.safeParse(name).success).toBe(false);
  });
});
