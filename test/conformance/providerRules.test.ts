/** Configurations that are lists of rules, between the provider and ali-oss (see providerSettings.test.ts). */
import type { Lifecycle } from "../../provider/kit/lifecycle";
import { type Conformance, type Sdk, startConformance } from "../support/aliOss";
import { Managed } from "../support/managedResource";

let service: Conformance;
beforeAll(async () => {
  service = await startConformance();
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());

/** The SDK writes texts into XML as they are. */
function escaped(rule: object): object {
  return JSON.parse(JSON.stringify(rule).replaceAll("&", "&amp;").replaceAll("<", "&lt;")) as object;
}

describe.each([
  ["v1", false],
  ["v4", true],
] as const)("with signature %s", (signatureVersion, authorizationV4) => {
  let sdk: Sdk;
  let provider: () => Lifecycle;
  beforeEach(async () => {
    sdk = service.sdk({ authorizationV4 });
    provider = () => service.provider(signatureVersion);
    await sdk.putBucket("web");
  });

  test("BucketCors", async () => {
    const cors = await Managed.create(provider, "oss:BucketCors", {
      bucket: "web",
      rules: [
        {
          allowedOrigins: ["https://www.example.com", "https://*.example.org"],
          allowedMethods: ["GET", "PUT", "POST", "DELETE", "HEAD"],
          allowedHeaders: ["Authorization", "x-oss-*"],
          exposeHeaders: ["ETag", "x-oss-request-id"],
          maxAgeSeconds: 600,
        },
        { allowedOrigins: ["*"], allowedMethods: ["GET"] },
      ],
      responseVary: true,
    });
    const written = [
      {
        allowedOrigin: ["https://www.example.com", "https://*.example.org"],
        allowedMethod: ["GET", "PUT", "POST", "DELETE", "HEAD"],
        allowedHeader: ["Authorization", "x-oss-*"],
        exposeHeader: ["ETag", "x-oss-request-id"],
        maxAgeSeconds: "600",
      },
      { allowedOrigin: "*", allowedMethod: "GET" },
    ];
    expect((await sdk.getBucketCORS("web")).rules).toEqual(written);
    expect(await cors.drift()).toEqual([]);

    // The order of methods has no meaning, that of rules has; the SDK can't write ResponseVary.
    await sdk.putBucketCORS("web", [
      {
        ...(written[0] as (typeof written)[0]),
        allowedMethod: ["HEAD", "GET", "PUT", "POST", "DELETE"],
        maxAgeSeconds: "60",
      },
      { allowedOrigin: ["*"], allowedMethod: ["GET", "POST"] },
      { allowedOrigin: "https://third.example.com", allowedMethod: "PUT" },
    ]);
    const drift = await cors.drift();
    expect(drift).toEqual(expect.arrayContaining(["rules[0].maxAgeSeconds", "rules[1].allowedMethods", "rules[2]"]));
    await cors.update();
    expect((await sdk.getBucketCORS("web")).rules).toEqual(written);
    expect(await cors.drift()).toEqual([]);
    await sdk.deleteBucketCORS("web");
    expect(await cors.drift()).toBe("gone");
    await cors.remove();

    await sdk.putBucketCORS("web", [
      { allowedOrigin: "https://a.example.com", allowedMethod: "PUT", maxAgeSeconds: "5" },
    ]);
    expect((await Managed.import(provider, "oss:BucketCors", "web")).program).toEqual({
      bucket: "web",
      rules: [{ allowedOrigins: ["https://a.example.com"], allowedMethods: ["PUT"], maxAgeSeconds: 5 }],
    });
  });

  test("BucketLifecycle", async () => {
    const lifecycle = await Managed.create(provider, "oss:BucketLifecycle", {
      bucket: "web",
      rules: [
        {
          id: "logs",
          prefix: "logs/",
          tags: [{ key: "kind", value: "access" }],
          transitions: [
            { days: 30, storageClass: "IA" },
            { days: 60, storageClass: "Archive" },
            { days: 180, storageClass: "ColdArchive" },
          ],
          expiration: { days: 365 },
          noncurrentVersionTransitions: [{ noncurrentDays: 10, storageClass: "IA" }],
          noncurrentVersionExpiration: { noncurrentDays: 100 },
          filter: { not: { prefix: "logs/keep/", tag: { key: "keep", value: "yes" } } },
        },
        {
          id: "uploads",
          prefix: "uploads/",
          abortMultipartUpload: { createdBeforeDate: "2020-01-31" },
          status: "Disabled",
        },
        { id: "marks", prefix: "marks/", expiration: { expiredObjectDeleteMarker: true } },
        { prefix: "unnamed/", expiration: { days: 1 } },
      ],
    });
    const { rules } = await sdk.getBucketLifecycle("web");
    expect(rules).toEqual([
      {
        id: "logs",
        prefix: "logs/",
        tag: [{ key: "kind", value: "access" }],
        status: "Enabled",
        filter: { not: { prefix: "logs/keep/", tag: { key: "keep", value: "yes" } } },
        expiration: { days: "365" },
        transition: [
          { days: "30", storageClass: "IA" },
          { days: "60", storageClass: "Archive" },
          { days: "180", storageClass: "ColdArchive" },
        ],
        noncurrentVersionExpiration: { noncurrentDays: "100" },
        noncurrentVersionTransition: { noncurrentDays: "10", storageClass: "IA" },
      },
      {
        id: "uploads",
        prefix: "uploads/",
        status: "Disabled",
        abortMultipartUpload: { createdBeforeDate: "2020-01-31T00:00:00.000Z" },
      },
      { id: "marks", prefix: "marks/", status: "Enabled", expiration: { expiredObjectDeleteMarker: "true" } },
      {
        id: expect.stringMatching(/^granary-[0-9a-f]{8}$/),
        prefix: "unnamed/",
        status: "Enabled",
        expiration: { days: "1" },
      },
    ]);
    expect(await lifecycle.drift()).toEqual([]);

    await sdk.putBucketLifecycle("web", [
      { id: "uploads", prefix: "uploads/", status: "Enabled", abortMultipartUpload: { days: 3 } },
      {
        id: "logs",
        prefix: "logs/",
        status: "Enabled",
        tag: [{ key: "kind", value: "access" }],
        transition: { days: 30, storageClass: "IA" },
        expiration: { days: 400 },
      },
      { id: "stranger", prefix: "strange/", status: "Enabled", days: 9 },
    ]);
    expect(await lifecycle.drift()).toEqual([
      "rules[0].expiration.days",
      "rules[0].filter",
      "rules[0].noncurrentVersionExpiration",
      "rules[0].noncurrentVersionTransitions",
      "rules[0].transitions[1]",
      "rules[0].transitions[2]",
      "rules[1].abortMultipartUpload.createdBeforeDate",
      "rules[1].abortMultipartUpload.days",
      "rules[1].status",
      // What is left over on both sides is shown as a change of one into the other.
      "rules[2].expiration.days",
      "rules[2].expiration.expiredObjectDeleteMarker",
      "rules[2].id",
      "rules[2].prefix",
      "rules[3]",
    ]);
    await lifecycle.update();
    expect((await sdk.getBucketLifecycle("web")).rules).toEqual(rules);
    expect(await lifecycle.drift()).toEqual([]);
    await sdk.deleteBucketLifecycle("web");
    expect(await lifecycle.drift()).toBe("gone");
    await lifecycle.remove();

    await sdk.putBucketLifecycle("web", [
      { prefix: "a/", status: "Enabled", days: 1 },
      {
        id: "old",
        prefix: "b/",
        status: "Enabled",
        transition: { createdBeforeDate: "2020-01-01T00:00:00.000Z", storageClass: "IA" },
      },
    ]);
    const [made] = (await sdk.getBucketLifecycle("web")).rules ?? [];
    expect((await Managed.import(provider, "oss:BucketLifecycle", "web")).program).toEqual({
      bucket: "web",
      rules: [
        { id: made?.id, prefix: "a/", expiration: { days: 1 } },
        {
          id: "old",
          prefix: "b/",
          transitions: [{ createdBeforeDate: "2020-01-01T00:00:00.000Z", storageClass: "IA" }],
        },
      ],
    });
  });

  test("BucketWebsite", async () => {
    const website = await Managed.create(provider, "oss:BucketWebsite", {
      bucket: "web",
      indexDocument: { suffix: "index.html", supportSubDir: true, type: 2 },
      errorDocument: { key: "error.html", httpStatus: 200 },
      routingRules: [
        {
          ruleNumber: 1,
          condition: {
            keyPrefixEquals: "old/",
            keySuffixEquals: ".htm",
            httpErrorCodeReturnedEquals: 404,
            includeHeaders: [{ key: "host", equals: "a.example.com" }, { key: "x-beta" }],
          },
          redirect: {
            redirectType: "External",
            protocol: "https",
            hostName: "www.example.com",
            replaceKeyWith: "new/${key}?a=1&b=2",
            passQueryString: true,
            httpRedirectCode: 302,
          },
        },
        {
          ruleNumber: 2,
          condition: { keyPrefixEquals: "img/", httpErrorCodeReturnedEquals: 404 },
          redirect: {
            redirectType: "Mirror",
            mirrorUrl: "https://origin.example.com/img/",
            mirrorPassQueryString: true,
            mirrorFollowRedirect: false,
            mirrorCheckMd5: true,
            transparentMirrorResponseCodes: "400,404",
            mirrorHeaders: { passAll: true, pass: ["a"], remove: ["b", "c"], set: [{ key: "d", value: "e <f>" }] },
          },
        },
      ],
    });
    const expected = {
      index: "index.html",
      supportSubDir: "true",
      type: "2",
      error: "error.html",
      routingRules: [
        {
          RuleNumber: "1",
          Condition: {
            KeyPrefixEquals: "old/",
            KeySuffixEquals: ".htm",
            HttpErrorCodeReturnedEquals: "404",
            IncludeHeader: [{ Key: "host", Equals: "a.example.com" }, { Key: "x-beta" }],
          },
          Redirect: {
            RedirectType: "External",
            Protocol: "https",
            HostName: "www.example.com",
            ReplaceKeyWith: "new/${key}?a=1&b=2",
            PassQueryString: "true",
            HttpRedirectCode: "302",
          },
        },
        {
          RuleNumber: "2",
          Condition: { KeyPrefixEquals: "img/", HttpErrorCodeReturnedEquals: "404" },
          Redirect: {
            RedirectType: "Mirror",
            MirrorURL: "https://origin.example.com/img/",
            MirrorPassQueryString: "true",
            MirrorFollowRedirect: "false",
            MirrorCheckMd5: "true",
            TransparentMirrorResponseCodes: "400,404",
            MirrorHeaders: { PassAll: "true", Pass: "a", Remove: ["b", "c"], Set: { Key: "d", Value: "e <f>" } },
          },
        },
      ],
    };
    expect(await sdk.getBucketWebsite("web")).toMatchObject(expected);
    expect(await website.drift()).toEqual([]);

    // The rules in another order mean the same; the SDK can't write the status of the error page.
    const [first, second] = expected.routingRules as [object, object];
    const changed = structuredClone(first) as { Redirect: { HttpRedirectCode: string } };
    changed.Redirect.HttpRedirectCode = "307";
    await sdk.putBucketWebsite("web", {
      index: "home.html",
      supportSubDir: "true",
      type: "2",
      error: "error.html",
      routingRules: [second, changed].map(escaped),
    });
    expect(await website.drift()).toEqual([
      "errorDocument.httpStatus",
      "indexDocument.suffix",
      "routingRules[0].redirect.httpRedirectCode",
    ]);
    await website.update();
    expect(await sdk.getBucketWebsite("web")).toMatchObject(expected);
    expect(await website.drift()).toEqual([]);
    await sdk.deleteBucketWebsite("web");
    expect(await website.drift()).toBe("gone");
    await website.remove();

    await sdk.putBucketWebsite("web", { index: "index.html", error: "404.html", routingRules: [escaped(second)] });
    expect((await Managed.import(provider, "oss:BucketWebsite", "web")).program).toEqual({
      bucket: "web",
      indexDocument: { suffix: "index.html" },
      errorDocument: { key: "404.html" },
      routingRules: [
        {
          ruleNumber: 2,
          condition: { keyPrefixEquals: "img/", httpErrorCodeReturnedEquals: 404 },
          redirect: {
            redirectType: "Mirror",
            mirrorUrl: "https://origin.example.com/img/",
            mirrorPassQueryString: true,
            mirrorFollowRedirect: false,
            mirrorCheckMd5: true,
            transparentMirrorResponseCodes: "400,404",
            mirrorHeaders: { passAll: true, pass: ["a"], remove: ["b", "c"], set: [{ key: "d", value: "e <f>" }] },
          },
        },
      ],
    });
  });
});
