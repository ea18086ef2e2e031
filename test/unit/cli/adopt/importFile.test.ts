import { importFile, providerText } from "../../../../cli/adopt/importFile";
import { makeProgram } from "../../../../cli/adopt/program";
import { providerText as providerTextOfTheClasses } from "../../../../sdk/runtime/dynamic";
import { bucket, document } from "./readings";

const readings = [
  bucket("a", {
    documents: [
      document("oss:BucketReferer", "a", {
        inputs: { referers: ["x"] },
        state: { bucket: "a", referers: ["x"], allowEmptyReferer: true },
      }),
    ],
  }),
];

test("the plugin front needs type, name and id; the version makes it the provider of the program", () => {
  const program = makeProgram(readings, { language: "typescript", front: "plugin", folder: "shop" });
  expect(JSON.parse(importFile(program, "1.2.3"))).toEqual({
    resources: [
      { type: "granary:oss:Bucket", name: "a", id: "a", version: "1.2.3" },
      { type: "granary:oss:BucketReferer", name: "a-referer", id: "a", version: "1.2.3" },
    ],
  });
});

test("the dynamic front says what a read would have said", () => {
  const program = makeProgram(readings, { language: "typescript", front: "dynamic", folder: "shop" });
  expect(JSON.parse(importFile(program, "1.2.3")).resources[1]).toEqual({
    type: "pulumi-nodejs:dynamic/oss:BucketReferer",
    name: "a-referer",
    id: "a",
    inputs: {
      __provider: 'exports.handler = () => require("granary/dynamic").provider("oss:BucketReferer");',
      bucket: "a",
      referers: ["x"],
    },
    outputs: {
      __provider: 'exports.handler = () => require("granary/dynamic").provider("oss:BucketReferer");',
      bucket: "a",
      referers: ["x"],
      allowEmptyReferer: true,
    },
  });
});

test("the line of the state is the one that the classes write", () => {
  expect(providerText("oss:BucketCors")).toBe(providerTextOfTheClasses("oss:BucketCors"));
});
