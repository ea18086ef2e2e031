// Diffs with paths and kinds, as previews print them.
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { readDifference } from "../support/frontPlugin";
import type { Difference } from "../support/fronts";
import { call, configure, type Plugin, servePlugin, urnOf } from "../support/pluginClient";
import { secret, toStruct, UNKNOWN, type Values } from "../support/wire";

let plugin: Plugin;
beforeAll(async () => {
  plugin = await servePlugin();
  await configure(plugin, { oss: { region: "cn-hangzhou" } });
});
afterAll(() => plugin.stop());

async function diff(token: string, id: string, olds: Values, news: Values, ignore: string[] = []): Promise<Difference> {
  const request = new rpc.DiffRequest();
  request.setId(id);
  request.setUrn(urnOf(token, "web"));
  request.setOldInputs(toStruct(olds));
  request.setOlds(toStruct({ ...olds, etag: "0" }));
  request.setNews(toStruct(news));
  request.setIgnorechangesList(ignore);
  return readDifference(await call(plugin, plugin.client.diff, request));
}

const rule = { allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] };
const cors = { bucket: "web", rules: [rule] };

describe("each change has its path and kind", () => {
  test.each<[string, Values, Values, Record<string, string>]>([
    ["nothing", cors, cors, {}],
    ["an argument comes", cors, { ...cors, responseVary: true }, { responseVary: "add" }],
    ["an argument goes", { ...cors, responseVary: true }, cors, { responseVary: "delete" }],
    [
      "an argument changes",
      { ...cors, rules: [{ ...rule, maxAgeSeconds: 1 }] },
      { ...cors, rules: [{ ...rule, maxAgeSeconds: 2 }] },
      { "rules[0].maxAgeSeconds": "update" },
    ],
    ["an element comes", cors, { ...cors, rules: [rule, rule] }, { "rules[1]": "add" }],
    ["an element goes", { ...cors, rules: [rule, rule] }, cors, { "rules[1]": "delete" }],
    [
      "a value becomes unknown",
      cors,
      { ...cors, rules: [{ ...rule, maxAgeSeconds: UNKNOWN }] },
      { "rules[0].maxAgeSeconds": "add" },
    ],
    [
      "an unordered set changes as a whole",
      cors,
      { ...cors, rules: [{ ...rule, allowedMethods: ["PUT"] }] },
      { "rules[0].allowedMethods": "update" },
    ],
    [
      "the order of an unordered set is none",
      { ...cors, rules: [{ ...rule, allowedMethods: ["GET", "PUT"] }] },
      { ...cors, rules: [{ ...rule, allowedMethods: ["PUT", "GET"] }] },
      {},
    ],
    ["the service's default and nothing are the same", cors, { ...cors, responseVary: false }, {}],
  ])("%s", async (_, olds, news, detailed) => {
    await expect(diff("oss:BucketCors", "web", olds, news)).resolves.toEqual({
      changes: Object.keys(detailed).length > 0,
      replaces: [],
      deleteBeforeReplace: false,
      detailed,
    });
  });

  test("keys of a map that are no identifiers are quoted", async () => {
    const olds = { bucket: "web", tags: { "cost.centre": "1", team: "web", old: "x" } };
    const news = { bucket: "web", tags: { "cost.centre": "2", team: "web", "my key": "y" } };
    const { detailed } = await diff("oss:BucketTags", "web", olds, news);
    expect(detailed).toEqual({ 'tags["cost.centre"]': "update", 'tags["my key"]': "add", "tags.old": "delete" });
  });

  test("a secret is compared by what is inside", async () => {
    const olds = { bucket: "web", tags: secret({ team: "web" }) };
    const news = { bucket: "web", tags: { team: secret("shop") } };
    const { detailed } = await diff("oss:BucketTags", "web", olds, news);
    expect(detailed).toEqual({ "tags.team": "update" });
  });

  test("a steering argument is shown as a change, too", async () => {
    const { detailed } = await diff("oss:Bucket", "web", { bucket: "web" }, { bucket: "web", forceDestroy: true });
    expect(detailed).toEqual({ forceDestroy: "add" });
  });
});

describe("replacements", () => {
  test("a new name is a replacement beside the old one", async () => {
    await expect(diff("oss:Bucket", "web", { bucket: "web" }, { bucket: "shop" })).resolves.toEqual({
      changes: true,
      replaces: ["bucket"],
      deleteBeforeReplace: false,
      detailed: { bucket: "update-replace" },
    });
  });

  test("what keeps the name has to be deleted first", async () => {
    await expect(diff("oss:Bucket", "web", { bucket: "web" }, { bucket: "web", storageClass: "IA" })).resolves.toEqual({
      changes: true,
      replaces: ["storageClass"],
      deleteBeforeReplace: true,
      detailed: { storageClass: "add-replace" },
    });
    await expect(
      diff("oss:Bucket", "web", { bucket: "web", storageClass: "IA" }, { bucket: "web" }),
    ).resolves.toMatchObject({ deleteBeforeReplace: true, detailed: { storageClass: "delete-replace" } });
  });

  test("a name that is not known yet may be a new one", async () => {
    await expect(diff("oss:BucketCors", "web", cors, { ...cors, bucket: UNKNOWN })).resolves.toEqual({
      changes: true,
      replaces: ["bucket"],
      deleteBeforeReplace: false,
      detailed: { bucket: "update-replace" },
    });
  });

  test("beside an update both are told", async () => {
    const { replaces, detailed } = await diff("oss:BucketCors", "web", cors, {
      ...cors,
      bucket: "shop",
      responseVary: true,
    });
    expect(replaces).toEqual(["bucket"]);
    expect(detailed).toEqual({ bucket: "update-replace", responseVary: "add" });
  });
});

describe("ignoreChanges", () => {
  const news = { ...cors, responseVary: true, rules: [{ ...rule, maxAgeSeconds: 5, exposeHeaders: ["etag"] }] };
  test.each<[string, string[], string[]]>([
    ["nothing", [], ["responseVary", "rules[0].exposeHeaders", "rules[0].maxAgeSeconds"]],
    ["an argument", ["responseVary"], ["rules[0].exposeHeaders", "rules[0].maxAgeSeconds"]],
    ["everything inside", ["rules"], ["responseVary"]],
    ["one element", ["rules[0]"], ["responseVary"]],
    ["every element's field", ["rules[*].maxAgeSeconds"], ["responseVary", "rules[0].exposeHeaders"]],
    [
      "a name that only begins alike",
      ["rule", "response"],
      ["responseVary", "rules[0].exposeHeaders", "rules[0].maxAgeSeconds"],
    ],
  ])("%s", async (_, ignore, paths) => {
    const { detailed } = await diff("oss:BucketCors", "web", cors, news, ignore);
    expect(Object.keys(detailed!).sort()).toEqual(paths);
  });

  test("an ignored argument that would replace does not", async () => {
    await expect(
      diff("oss:Bucket", "web", { bucket: "web" }, { bucket: "web", storageClass: "IA" }, ["storageClass"]),
    ).resolves.toEqual({ changes: false, replaces: [], deleteBeforeReplace: false, detailed: {} });
  });

  test("a map's key in quotes and in brackets", async () => {
    const olds = { bucket: "web", tags: { "cost.centre": "1", team: "web" } };
    const changed = { bucket: "web", tags: { "cost.centre": "2", team: "shop" } };
    const { detailed } = await diff("oss:BucketTags", "web", olds, changed, ['tags["cost.centre"]', 'tags["team"]']);
    expect(detailed).toEqual({});
  });
});
