import type { ServerResponse } from "node:http";
import { client, closeClients, failureOf, GET_CORS, ok, PUT_CORS, refuse, type Seen, service } from "./clientService";

afterEach(closeClients);

describe("a bucket of another region", () => {
  const SHANGHAI = (port: number) => `<Endpoint>oss-cn-shanghai.localhost:${port}</Endpoint>`;
  const regionOf = (seen?: Seen) => /Credential=[^/]+\/\d+\/([^/]+)/.exec(seen?.headers.authorization ?? "")?.[1];

  async function twoRegions(reply: (seen: Seen, response: ServerResponse) => void) {
    const oss = await service((seen, _n, response) => {
      if (seen.host?.startsWith("oss-cn-shanghai.")) reply(seen, response);
      else refuse(response, 403, "AccessDenied", SHANGHAI(oss.port));
    });
    return oss;
  }

  test("is followed once to the endpoint that the answer names, signed for its region, and remembered", async () => {
    await using oss = await twoRegions((_seen, response) => void response.end("found"));
    const hangzhou = client({ endpoint: `http://oss-cn-hangzhou.localhost:${oss.port}` });
    expect((await hangzhou.send(GET_CORS)).text).toBe("found");
    expect((await hangzhou.send(PUT_CORS)).text).toBe("found");
    expect(oss.requests.map((seen) => [seen.host?.split(".")[0], seen.method, regionOf(seen)])).toEqual([
      ["oss-cn-hangzhou", "GET", "cn-hangzhou"],
      ["oss-cn-shanghai", "GET", "cn-shanghai"],
      ["oss-cn-shanghai", "PUT", "cn-shanghai"],
    ]);
    expect(oss.requests[2]?.body).toBe("<CORSConfiguration/>");
  });

  test("is remembered also where the right endpoint refuses, and for that bucket only", async () => {
    await using oss = await twoRegions((_seen, response) => refuse(response, 404, "NoSuchCORSConfiguration"));
    const hangzhou = client({ endpoint: `http://oss-cn-hangzhou.localhost:${oss.port}` });
    expect(await failureOf(hangzhou.send(GET_CORS))).toMatchObject({ code: "NoSuchCORSConfiguration" });
    expect(await failureOf(hangzhou.send(GET_CORS))).toMatchObject({ code: "NoSuchCORSConfiguration" });
    expect(oss.requests).toHaveLength(3);
    await failureOf(hangzhou.send({ ...GET_CORS, bucket: "other" }));
    expect(oss.requests.map((seen) => seen.host?.split(".")[0])).toEqual([
      "oss-cn-hangzhou",
      "oss-cn-shanghai",
      "oss-cn-shanghai",
      "oss-cn-hangzhou",
      "oss-cn-shanghai",
    ]);
  });

  test("is forgotten when it is deleted or gone, since the name may come back elsewhere", async () => {
    let gone = false;
    await using oss = await twoRegions((seen, response) => {
      if (gone && seen.method === "GET") refuse(response, 404, "NoSuchBucket");
      else response.end();
    });
    const hangzhou = client({ endpoint: `http://oss-cn-hangzhou.localhost:${oss.port}` });
    await hangzhou.send(GET_CORS);
    await hangzhou.send({ operation: "DeleteBucket", method: "DELETE", bucket: "web" });
    await hangzhou.send(GET_CORS);
    gone = true;
    await failureOf(hangzhou.send(GET_CORS));
    await failureOf(hangzhou.send(GET_CORS));
    const starts = oss.requests.map((seen) => seen.host?.split(".")[0]?.slice("oss-cn-".length));
    expect(starts).toEqual([
      ...["hangzhou", "shanghai"], // GET, followed
      ...["shanghai"], // DELETE
      ...["hangzhou", "shanghai"], // GET, followed again
      ...["shanghai"], // GET: NoSuchBucket
      ...["hangzhou", "shanghai"], // GET, followed again
    ]);
  });

  test("is not followed a second time, also not after a repetition", async () => {
    await using oss = await service((seen, n, response) => {
      const other = seen.host?.startsWith("oss-cn-shanghai.") ? "beijing" : "shanghai";
      if (n === 2) refuse(response, 503, "ServiceUnavailable");
      else refuse(response, 403, "AccessDenied", `<Endpoint>oss-cn-${other}.localhost:${oss.port}</Endpoint>`);
    });
    const error = await failureOf(client({ endpoint: `http://oss-cn-hangzhou.localhost:${oss.port}` }).send(GET_CORS));
    expect(error).toMatchObject({ code: "AccessDenied", namedEndpoint: `oss-cn-beijing.localhost:${oss.port}` });
    expect(oss.requests.map((seen) => seen.host?.split(".")[0])).toEqual([
      "oss-cn-hangzhou",
      "oss-cn-shanghai",
      "oss-cn-shanghai",
    ]);
  });

  test("is not followed to a foreign host: neither token nor signature goes there", async () => {
    await using foreign = await service(ok);
    await using oss = await service((_seen, _n, response) =>
      refuse(response, 403, "AccessDenied", `<Endpoint>127.0.0.1:${foreign.port}</Endpoint>`),
    );
    expect(await failureOf(client({ endpoint: oss.origin }).send(GET_CORS))).toMatchObject({ code: "AccessDenied" });
    expect(foreign.requests).toHaveLength(0);
  });

  test("is followed through a redirect whose Location names the bucket's host", async () => {
    await using oss = await service((seen, _n, response) => {
      if (seen.host?.includes("shanghai")) response.end("found");
      else response.writeHead(307, { location: `http://web.oss-cn-shanghai.localhost:${oss.port}/?cors` }).end();
    });
    const virtual = client({ endpoint: `http://oss-cn-hangzhou.localhost:${oss.port}`, addressing: "virtual" });
    expect((await virtual.send(GET_CORS)).text).toBe("found");
    expect(oss.requests[1]?.host).toBe(`web.oss-cn-shanghai.localhost:${oss.port}`);
  });

  test("goes to the asked region's endpoint at once, and stays there", async () => {
    await using oss = await service(ok);
    const hangzhou = client({ endpoint: `http://oss-cn-hangzhou.localhost:${oss.port}` });
    await hangzhou.send({ operation: "PutBucket", method: "PUT", bucket: "web", region: "oss-cn-shanghai" });
    await hangzhou.send(GET_CORS);
    expect(oss.requests.map((seen) => [seen.host?.split(".")[0], regionOf(seen)])).toEqual([
      ["oss-cn-shanghai", "cn-shanghai"],
      ["oss-cn-shanghai", "cn-shanghai"],
    ]);
  });

  test("is signed for the asked region where the endpoint's host names none", async () => {
    await using oss = await service(ok);
    await client({ endpoint: oss.origin }).send({
      operation: "PutBucket",
      method: "PUT",
      bucket: "web",
      region: "cn-shanghai",
    });
    expect(regionOf(oss.requests[0])).toBe("cn-shanghai");
  });
});
