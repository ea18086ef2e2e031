/**
 * Where the SDK sends a request, and what it writes into Host, for every kind of endpoint: ali-oss 6.23,
 * lib/common/client/getReqUrl.js and lib/common/utils/createRequest.js.
 */
import type OSS from "ali-oss";
import { type Conformance, refusal, SIGNATURES, startConformance } from "../support/aliOss";

let service: Conformance;
beforeAll(async () => {
  service = await startConformance({ credentials: [STS_KEYS] });
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());

const STS_KEYS = { accessKeyId: "STS.temporary", accessKeySecret: "temporary-secret", securityToken: "token-1" };

describe.each(SIGNATURES)("ali-oss with signature %s", (_name, authorizationV4) => {
  const client = (options: Partial<OSS.Options>) => service.sdk({ authorizationV4, bucket: "web", ...options });

  async function usesEverything(sdk: OSS): Promise<void> {
    await sdk.putBucket("web");
    await sdk.putBucketTags("web", { a: "b" });
    await sdk.put("dir/key +é", Buffer.from("content"));
    expect((await sdk.get("dir/key +é")).content.toString()).toBe("content");
    expect((await sdk.list({})).objects.map(({ name }) => name)).toEqual(["dir/key +é"]);
    expect((await sdk.getBucketInfo("web")).bucket.Name).toBe("web");
    expect((await sdk.listBuckets()).buckets?.map(({ name }) => name)).toEqual(["web"]);
  }

  test("an IP: the bucket is in Host alone, under the region's public name, and service requests have an empty one", async () => {
    await usesEverything(client({ endpoint: service.url }));
  });

  test("an IP with cname: the same", async () => {
    const sdk = client({ endpoint: service.url, cname: true });
    await sdk.putBucket("web");
    await sdk.put("key", Buffer.from("content"));
    expect((await sdk.get("key")).content.toString()).toBe("content");
  });

  test("localhost: the bucket is a sub-domain", async () => {
    await usesEverything(client({ endpoint: `http://localhost:${service.port}` }));
  });

  test("localhost with sldEnable: the bucket is the first part of the path", async () => {
    await usesEverything(client({ endpoint: `http://localhost:${service.port}`, sldEnable: true }));
  });

  test("a regional name: the bucket is a sub-domain, and is created in that region", async () => {
    const sdk = client({
      endpoint: `http://oss-cn-beijing.aliyuncs.com:${service.port}`,
      region: "oss-cn-beijing",
    });
    await usesEverything(sdk);
    expect((await sdk.getBucketLocation("web")).location).toBe("oss-cn-beijing");
  });

  test("another region's endpoint: the answer names the right one", async () => {
    await client({ endpoint: `http://oss-cn-beijing.localhost:${service.port}`, region: "oss-cn-beijing" }).putBucket(
      "web",
    );
    const wrong = client({ endpoint: `http://oss-cn-shanghai.localhost:${service.port}`, region: "oss-cn-shanghai" });
    const refused = wrong.getBucketTags("web");
    await expect(refused).rejects.toThrow(
      "The bucket you are attempting to access must be addressed using the specified endpoint.",
    );
    expect(await refusal(wrong.list({}))).toEqual({ code: "AccessDenied", status: 403 });
  });

  test("the internal name of a region", async () => {
    await usesEverything(client({ endpoint: `http://oss-cn-hangzhou-internal.aliyuncs.com:${service.port}` }));
  });

  test("a custom domain with cname: objects by the domain that the bucket is mapped to", async () => {
    const own = client({});
    await own.putBucket("web");
    const body = "<BucketCnameConfiguration><Cname><Domain>www.example.com</Domain></Cname></BucketCnameConfiguration>";
    const post = (comp: string) =>
      own.request({
        method: "POST",
        bucket: "web",
        subres: { cname: "", comp },
        content: body,
        mime: "application/xml",
        successStatuses: [200],
      });
    await post("token");
    await post("add");
    const sdk = client({ endpoint: `http://www.example.com:${service.port}`, cname: true });
    await sdk.put("page", Buffer.from("by domain"));
    expect((await sdk.get("page")).content.toString()).toBe("by domain");
    expect((await own.get("page")).content.toString()).toBe("by domain");
    expect(sdk.generateObjectUrl("page")).toBe(`http://web.www.example.com:${service.port}/page`);
  });

  test("temporary keys of STS with their token, which a refresh replaces", async () => {
    const refresh = async () => ({ accessKeyId: "granary", accessKeySecret: "granary-secret", stsToken: "none" });
    const { accessKeyId, accessKeySecret, securityToken: stsToken } = STS_KEYS;
    const keys = { accessKeyId, accessKeySecret, stsToken, refreshSTSToken: refresh };
    await usesEverything(client({ ...keys, refreshSTSTokenInterval: 60_000 }));
    const wrong = client({ ...keys, stsToken: "token-2", refreshSTSTokenInterval: 60_000 });
    expect(await refusal(wrong.listBuckets())).toEqual({ code: "InvalidSecurityToken", status: 403 });
    const without = client({ accessKeyId: keys.accessKeyId, accessKeySecret: keys.accessKeySecret });
    expect(await refusal(without.listBuckets())).toEqual({ code: "InvalidAccessKeyId", status: 403 });
    const refreshing = client({
      ...keys,
      accessKeySecret: "stale",
      refreshSTSToken: async () => ({ ...STS_KEYS, stsToken: "token-1" }),
      refreshSTSTokenInterval: 0,
    });
    expect((await refreshing.listBuckets()).buckets?.length).toBe(1);
  });

  test("a requester of a bucket that makes requesters pay", async () => {
    await client({}).putBucket("web");
    await client({}).putBucketRequestPayment("web", "Requester");
    const payer = client({ isRequestPay: true });
    await payer.put("key", Buffer.from("x"));
    expect((await payer.get("key")).content.toString()).toBe("x");
  });
});
