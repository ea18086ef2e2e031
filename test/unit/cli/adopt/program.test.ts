import { makeProgram } from "../../../../cli/adopt/program";
import { CertificateSetting, Reference } from "../../../../cli/adopt/types";
import type { BucketReading } from "../../../../cli/live/types";
import { bucket, document } from "./readings";

const make = (...readings: BucketReading[]) =>
  makeProgram(readings, { language: "typescript", front: "plugin", folder: "shop" });
const argsOf = (program: ReturnType<typeof make>, token: string) =>
  program.declarations.find((each) => each.token === token)?.args;

describe("references", () => {
  const assets = bucket("assets", {
    documents: [
      document("oss:BucketLogging", "assets", { inputs: { targetBucket: "logs", targetPrefix: "access/" } }),
      document("oss:BucketInventory", "assets", {
        part: "weekly",
        inputs: { inventoryId: "weekly", destination: { bucket: "logs", accountId: "1" } },
      }),
      document("oss:BucketReplication", "assets", {
        part: "replica",
        inputs: { targetBucket: "replica", targetLocation: "oss-cn-beijing" },
      }),
    ],
  });

  test("stand for every bucket of the set", () => {
    const program = make(assets, bucket("logs"), bucket("replica", { region: "cn-beijing" }));
    expect(argsOf(program, "oss:BucketLogging")).toEqual({
      bucket: new Reference("assets", "bucket"),
      targetBucket: new Reference("logs", "bucket"),
      targetPrefix: "access/",
    });
    expect(argsOf(program, "oss:BucketInventory")?.destination).toEqual({
      bucket: new Reference("logs", "bucket"),
      accountId: "1",
    });
    expect(argsOf(program, "oss:BucketReplication")).toEqual({
      bucket: new Reference("assets", "bucket"),
      targetBucket: new Reference("replica", "bucket"),
      targetLocation: new Reference("replica", "location"),
    });
  });

  test("stand for no other bucket", () => {
    const program = make(assets);
    expect(argsOf(program, "oss:BucketLogging")?.targetBucket).toBe("logs");
    expect(argsOf(program, "oss:BucketInventory")?.destination.bucket).toBe("logs");
    expect(argsOf(program, "oss:BucketReplication")).toMatchObject({
      targetBucket: "replica",
      targetLocation: "oss-cn-beijing",
    });
  });

  test("leave a bucket's name as text where its Bucket belongs to another stack", () => {
    const managed: BucketReading = { ...assets, documents: assets.documents.slice(1) };
    expect(argsOf(make(managed, bucket("logs")), "oss:BucketLogging")).toEqual({
      bucket: "assets",
      targetBucket: new Reference("logs", "bucket"),
      targetPrefix: "access/",
    });
  });
});

test("buckets come first, in alphabetical order, whatever order they were read in", () => {
  const zoo = bucket("zoo", { documents: [document("oss:BucketCors", "zoo")] });
  const ant = bucket("ant", { documents: [document("oss:BucketTags", "ant")] });
  const names = (program: ReturnType<typeof make>) => program.declarations.map(({ name }) => name);
  expect(names(make(zoo, ant))).toEqual(["ant", "zoo", "ant-tags", "zoo-cors"]);
  expect(names(make(ant, zoo))).toEqual(["ant", "zoo", "ant-tags", "zoo-cors"]);
});

test("a configuration gives way to a bucket that has its name", () => {
  const program = make(bucket("a", { documents: [document("oss:BucketCors", "a")] }), bucket("a-cors"));
  expect(program.declarations.map(({ name, token }) => [name, token])).toEqual([
    ["a", "oss:Bucket"],
    ["a-cors", "oss:Bucket"],
    ["a-cors-2", "oss:BucketCors"],
  ]);
});

test("buckets whose names make one constant get two", () => {
  const program = make(bucket("a-b"), bucket("a--b"));
  expect(program.declarations.map(({ bucket, variable }) => [bucket, variable])).toEqual([
    ["a--b", "aB"],
    ["a-b", "aB2"],
  ]);
});

test("buckets are protected, and nothing else", () => {
  const program = make(bucket("a", { documents: [document("oss:BucketCors", "a")] }));
  expect(program.declarations.map((each) => each.protect)).toEqual([true, false]);
});

test("the project's region is that of most buckets; the others say theirs", () => {
  const program = make(bucket("a", { region: "cn-beijing" }), bucket("b"), bucket("c"));
  expect(program.region).toBe("cn-hangzhou");
  expect(program.declarations.map(({ comments }) => comments)).toEqual([
    ['Granary finds it in cn-beijing; where it is to be made anew, add region: "cn-beijing".'],
    [],
    [],
  ]);
});

test("a certificate becomes a setting, because OSS never gives its key back", () => {
  const program = make(
    bucket("a", {
      documents: [
        document("oss:BucketCname", "a", {
          part: "www.example.com",
          inputs: { domain: "www.example.com" },
          certificateId: "493-cn-hangzhou",
        }),
        document("oss:BucketCname", "a", { part: "plain.example.com", inputs: { domain: "plain.example.com" } }),
      ],
    }),
  );
  const setting = new CertificateSetting(
    "wwwExampleComKey",
    "wwwExampleComCertificate",
    "wwwExampleComPrivateKey",
    "www.example.com",
  );
  expect(program.certificates).toEqual([setting]);
  expect(program.declarations.map(({ args }) => args.certificate)).toEqual([undefined, setting, undefined]);
});
