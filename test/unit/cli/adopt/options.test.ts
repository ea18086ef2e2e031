import { readOptions } from "../../../../cli/adopt/options";

const out = { out: "/tmp/shop" };

test("a program in TypeScript over the plugin is what comes unasked", () => {
  expect(readOptions(["shop-b", "shop-a", "shop-b"], out)).toMatchObject({
    buckets: ["shop-a", "shop-b"],
    out: "/tmp/shop",
    language: "typescript",
    front: "plugin",
    lossless: false,
    check: false,
    overwrite: false,
    json: false,
    managed: undefined,
  });
});

test.each([
  ["no bucket", [], out, "which buckets? Name them, or give --prefix or --all"],
  ["two ways", ["abc"], { ...out, all: true }, "give either names of buckets, or --prefix, or --all"],
  ["two flags", [], { ...out, all: true, prefix: "a" }, "give either names of buckets, or --prefix, or --all"],
  ["no folder", ["abc"], {}, "where to? Give a folder with --out"],
  ["no name of a bucket", ["My_Bucket"], out, '"My_Bucket" can\'t be the name of a bucket'],
  ["a language", ["abc"], { ...out, language: "go" }, "--language is go; it can be typescript, yaml"],
  ["a front", ["abc"], { ...out, front: "both" }, "--front is both; it can be plugin, dynamic"],
  [
    "YAML without a plugin",
    ["abc"],
    { ...out, language: "yaml", front: "dynamic" },
    "Pulumi YAML has no dynamic providers; use --front plugin",
  ],
])("%s is wrong use", (_, buckets, flags, message) => {
  expect(() => readOptions(buckets, flags)).toThrow(expect.objectContaining({ name: "UsageError", message }));
});

test("a stack or its folder makes the stack's resources be skipped", () => {
  expect(readOptions(["abc"], { ...out, stack: "dev" }).managed).toEqual({ cwd: process.cwd(), stack: "dev" });
  expect(readOptions(["abc"], { ...out, cwd: "/srv/app" }).managed).toEqual({ cwd: "/srv/app", stack: undefined });
});
