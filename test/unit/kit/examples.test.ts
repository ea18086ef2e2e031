// The example as a program of the languages that read properties as they are written.
import { hclExample } from "../../../provider/kit/examples/hcl";
import { pythonExample } from "../../../provider/kit/examples/python";
import { partsOf } from "../../../provider/kit/examples/sample";
import { typescriptExample } from "../../../provider/kit/examples/typescript";
import { yamlExample } from "../../../provider/kit/examples/yaml";
import { getBoxes, loaded, plan } from "../../support/everyKind";

test("TypeScript", () => {
  expect(typescriptExample(loaded, plan, "sample")).toBe(`import * as pulumi from "@pulumi/pulumi";
import { store } from "sample";

const box = new store.Box("box");
const boxPlan = new store.BoxPlan("box-plan", {
  box: box.box,
  title: pulumi.interpolate\`100% of {\${box.box}}\`,
  locked: false,
  maxSize: 3,
  ratio: 2,
  lid: { openFrom: "top" },
  shelfList: [{ label: "a" }, { label: "b", sizes: [1, 2] }],
  notes: { one: "1", "two words": "2" },
  rules: { Version: "1", Allow: [pulumi.interpolate\`box/\${box.box}/*\`, 5, true] },
});`);
});

test("YAML", () => {
  expect(yamlExample("sample", loaded, plan)).toBe(`resources:
  box:
    type: sample:store:Box
  boxPlan:
    type: sample:store:BoxPlan
    properties:
      box: \${box.box}
      title: "100% of {\${box.box}}"
      locked: false
      maxSize: 3
      ratio: 2
      lid:
        openFrom: top
      shelfList:
        - label: a
        - label: b
          sizes:
            - 1
            - 2
      notes:
        one: "1"
        two words: "2"
      rules:
        Version: "1"
        Allow:
          - box/\${box.box}/*
          - 5
          - true`);
});

test("Python: names with underscores, those of maps and of values of any type as they are", () => {
  expect(pythonExample("sample", loaded, plan)).toBe(`import pulumi
import pulumi_sample as sample

box = sample.store.Box("box")
box_plan = sample.store.BoxPlan("box-plan",
    box=box.box,
    title=pulumi.Output.concat("100% of {", box.box, "}"),
    locked=False,
    max_size=3,
    ratio=2,
    lid={
        "open_from": "top",
    },
    shelf_list=[
        {
            "label": "a",
        },
        {
            "label": "b",
            "sizes": [1, 2],
        },
    ],
    notes={
        "one": "1",
        "two words": "2",
    },
    rules={
        "Version": "1",
        "Allow": [pulumi.Output.concat("box/", box.box, "/*"), 5, True],
    })`);
  expect(pythonExample("sample", loaded, getBoxes)).toBe(`import pulumi
import pulumi_sample as sample

boxes = sample.store.get_boxes_output(name_prefix="a", limit=2, query={
    "Size": 1,
})
pulumi.export("boxes", boxes)`);
});

test("HCL: objects are blocks", () => {
  expect(hclExample("sample", loaded, plan)).toBe(`terraform {
  required_providers {
    sample = {
      source = "pulumi/sample"
    }
  }
}

resource "sample_store_box" "box" {}

resource "sample_store_box_plan" "box_plan" {
  box      = sample_store_box.box.box
  title    = "100% of {\${sample_store_box.box.box}}"
  locked   = false
  max_size = 3
  ratio    = 2
  notes = {
    one         = "1"
    "two words" = "2"
  }
  rules = {
    Version = "1"
    Allow   = ["box/\${sample_store_box.box.box}/*", 5, true]
  }
  lid {
    open_from = "top"
  }
  shelf_list {
    label = "a"
  }
  shelf_list {
    label = "b"
    sizes = [1, 2]
  }
}`);
  expect(hclExample("sample", loaded, getBoxes)).toContain(`
data "sample_store_boxes" "boxes" {
  name_prefix = "a"
  limit       = 2
  query = {
    Size = 1
  }
}

output "boxes" {
  value = data.sample_store_boxes.boxes
}`);
});

test.each([
  ["", [""]],
  ["plain", ["plain"]],
  ["${a.b}", [{ variable: "a", property: "b" }]],
  ["x ${a.b}${c.d}", ["x ", { variable: "a", property: "b" }, { variable: "c", property: "d" }]],
])("%j has the parts %j", (text, parts) => {
  expect(partsOf(text)).toEqual(parts);
});
