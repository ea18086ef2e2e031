import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scaffold } from "../../../generate/scaffold";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "granary-scaffold-"));
  mkdirSync(join(root, "provider", "oss"), { recursive: true });
  writeFileSync(join(root, "provider", "oss", "index.ts"), "export const oss = {\n  resources: {\n  },\n};\n");
});

afterEach(() => rmSync(root, { recursive: true }));

test("a new resource gets a file and its line in the service", () => {
  expect(scaffold("oss:BucketThing", root)).toEqual(["provider/oss/bucketThing.ts", "provider/oss/index.ts"]);
  expect(readFileSync(join(root, "provider/oss/bucketThing.ts"), "utf8")).toContain('token: "oss:BucketThing"');
  expect(readFileSync(join(root, "provider/oss/index.ts"), "utf8")).toContain(
    '    BucketThing: () => (require("./bucketThing") as typeof import("./bucketThing")).bucketThing,\n',
  );
});

test("a resource that exists is left alone", () => {
  scaffold("oss:BucketThing", root);
  expect(() => scaffold("oss:BucketThing", root)).toThrow("provider/oss/bucketThing.ts exists already");
});

test.each(["BucketThing", "oss:bucketThing", "oss:Bucket/Thing", "nope:BucketThing"])("%s is refused", (token) => {
  expect(() => scaffold(token, root)).toThrow(/is no token|there is no service/);
});
