import fc from "fast-check";
import { WireError } from "../../../../provider/http/errors";
import { decodeWebsite, encodeWebsite, type Website } from "../../../../provider/oss/wire/website";
import { fixture, garbled, golden, half } from "../golden";
import { someText, xmlText } from "./arbitrary";

const mirrorHeaders = {
  passAll: true,
  pass: ["myheader-key1", "myheader-key2"],
  remove: ["myheader-key3", "myheader-key4"],
  set: [{ key: "myheader-key5", value: "myheader-value5" }],
};

// OSS API reference 20220713, PutBucketWebsite, complete sample.
const complete: Website = {
  indexDocument: { suffix: "index.html", supportSubDir: true, type: 0 },
  errorDocument: { key: "error.html", httpStatus: 404 },
  routingRules: [
    {
      ruleNumber: 1,
      condition: { keyPrefixEquals: "abc", httpErrorCodeReturnedEquals: 404 },
      redirect: {
        redirectType: "Mirror",
        passQueryString: true,
        mirrorUrl: "http://www.example.com/",
        transparentMirrorResponseCodes: "400,404",
        mirrorPassQueryString: true,
        mirrorFollowRedirect: true,
        mirrorCheckMd5: false,
        mirrorHeaders,
      },
    },
    {
      ruleNumber: 2,
      condition: {
        keyPrefixEquals: "abc",
        httpErrorCodeReturnedEquals: 404,
        includeHeaders: [{ key: "host", equals: "test.oss-cn-beijing-internal.aliyuncs.com" }],
      },
      redirect: {
        redirectType: "AliCDN",
        passQueryString: false,
        protocol: "http",
        hostName: "www.example.com",
        replaceKeyWith: "prefix/${key}.suffix",
        httpRedirectCode: 301,
      },
    },
    {
      ruleNumber: 3,
      condition: { httpErrorCodeReturnedEquals: 404 },
      redirect: {
        redirectType: "External",
        passQueryString: false,
        protocol: "http",
        hostName: "www.example.com",
        enableReplacePrefix: false,
        replaceKeyWith: "prefix/${key}",
        httpRedirectCode: 302,
      },
    },
  ],
};

const pages: Website = {
  indexDocument: { suffix: "index.html", supportSubDir: true, type: 0 },
  errorDocument: { key: "error.html", httpStatus: 404 },
};

test("writes the samples of the reference, element for element", () => {
  expect(encodeWebsite(pages)).toBe(golden("website/put.xml"));
  expect(encodeWebsite(complete)).toBe(golden("website/put-complete.xml"));
});

test("writes no empty list of rules, and nothing of pages that are not there", () => {
  expect(encodeWebsite({ errorDocument: { key: "e" }, routingRules: [] })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<WebsiteConfiguration><ErrorDocument><Key>e</Key></ErrorDocument></WebsiteConfiguration>',
  );
});

test("reads what it has written", () => {
  expect(decodeWebsite(fixture("website/put.xml"))).toEqual(pages);
  expect(decodeWebsite(fixture("website/put-complete.xml"))).toEqual(complete);
});

test("reads the sample answers, which have a namespace and leave SupportSubDir and Type out", () => {
  expect(decodeWebsite(fixture("website/get.xml"))).toEqual({
    indexDocument: { suffix: "index.html" },
    errorDocument: { key: "error.html", httpStatus: 404 },
  });
  expect(decodeWebsite(fixture("website/get-complete.xml"))).toEqual({
    indexDocument: { suffix: "index.html" },
    errorDocument: { key: "error.html", httpStatus: 404 },
    routingRules: [
      {
        ruleNumber: 1,
        condition: { keyPrefixEquals: "abc", httpErrorCodeReturnedEquals: 404 },
        redirect: {
          redirectType: "Mirror",
          passQueryString: true,
          mirrorUrl: "http://example.com/",
          transparentMirrorResponseCodes: "400,404",
          mirrorPassQueryString: true,
          mirrorFollowRedirect: true,
          mirrorCheckMd5: false,
          mirrorHeaders,
        },
      },
      {
        ruleNumber: 2,
        condition: {
          keyPrefixEquals: "abc/",
          httpErrorCodeReturnedEquals: 404,
          includeHeaders: [{ key: "host", equals: "test.oss-cn-beijing-internal.aliyuncs.com" }],
        },
        redirect: {
          redirectType: "AliCDN",
          protocol: "http",
          hostName: "example.com",
          passQueryString: false,
          replaceKeyWith: "prefix/${key}.suffix",
          httpRedirectCode: 301,
        },
      },
    ],
  });
});

test.each([...garbled, ["half an answer", half("website/get.xml")]])("%s is a WireError", (_, body) => {
  expect(() => decodeWebsite(body)).toThrow(WireError);
});

test("whatever it writes it reads again", () => {
  const some = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 2 });
  const flag = fc.boolean();
  const condition = fc.record(
    {
      keyPrefixEquals: someText,
      keySuffixEquals: someText,
      httpErrorCodeReturnedEquals: fc.nat(),
      includeHeaders: some(fc.record({ key: xmlText, equals: xmlText }, { requiredKeys: ["key"] })),
    },
    { requiredKeys: [] },
  );
  const headers = fc.record(
    {
      passAll: flag,
      pass: some(xmlText),
      remove: some(xmlText),
      set: some(fc.record({ key: xmlText, value: xmlText })),
    },
    { requiredKeys: [] },
  );
  const redirect = fc.record(
    {
      redirectType: someText,
      passQueryString: flag,
      mirrorUrl: someText,
      transparentMirrorResponseCodes: someText,
      mirrorPassQueryString: flag,
      mirrorFollowRedirect: flag,
      mirrorCheckMd5: flag,
      mirrorHeaders: headers,
      protocol: someText,
      hostName: someText,
      replaceKeyPrefixWith: someText,
      replaceKeyWith: someText,
      enableReplacePrefix: flag,
      httpRedirectCode: fc.nat(),
    },
    { requiredKeys: ["redirectType"] },
  );
  const website = fc.record(
    {
      indexDocument: fc.record({ suffix: xmlText, supportSubDir: flag, type: fc.nat() }, { requiredKeys: ["suffix"] }),
      errorDocument: fc.record({ key: xmlText, httpStatus: fc.nat() }, { requiredKeys: ["key"] }),
      routingRules: some(fc.record({ ruleNumber: fc.nat(), condition, redirect })),
    },
    { requiredKeys: [] },
  );
  fc.assert(fc.property(website, (each) => expect(decodeWebsite(encodeWebsite(each))).toEqual(each)));
});
