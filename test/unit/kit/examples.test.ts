// One example with a value of every kind, as a program of each language. What the programs need is Pulumi's own
// generators' naming: https://www.pulumi.com/docs/iac/using-pulumi/pulumi-packages/schema/
import { z } from "zod";
import { func, resource, service } from "../../../provider/kit/define";
import { csharpExample } from "../../../provider/kit/examples/csharp";
import { goExample } from "../../../provider/kit/examples/go";
import { hclExample } from "../../../provider/kit/examples/hcl";
import { javaExample } from "../../../provider/kit/examples/java";
import { pythonExample } from "../../../provider/kit/examples/python";
import { partsOf } from "../../../provider/kit/examples/sample";
import { typescriptExample } from "../../../provider/kit/examples/typescript";
import { yamlExample } from "../../../provider/kit/examples/yaml";
import { loadService } from "../../../provider/kit/objectTypes";
import { field } from "../../../provider/kit/shape";

const doc = (schema: z.ZodType, typeName?: string) => field(schema, { doc: "x", typeName });
const verbs = { observe: async () => undefined, apply: async () => ({}), remove: async () => {} };
const manual = { summary: "x", source: "x", destroy: "x", permissions: [] };

const box = resource<Record<string, z.ZodType>, Record<string, never>, unknown, "box">({
  token: "store:Box",
  key: ["box"],
  manual: { ...manual, example: {} },
  inputs: { box: doc(z.string().optional()) },
  outputs: {},
  ...verbs,
});

const plan = resource<Record<string, z.ZodType>, Record<string, never>, unknown, "box">({
  token: "store:BoxPlan",
  key: ["box"],
  manual: {
    ...manual,
    example: {
      box: "${box.box}",
      title: "100% of {${box.box}}",
      locked: false,
      maxSize: 3,
      ratio: 2,
      lid: { openFrom: "top" },
      shelfList: [{ label: "a" }, { label: "b", sizes: [1, 2] }],
      notes: { one: "1", "two words": "2" },
      rules: { Version: "1", Allow: ["box/${box.box}/*", 5, true] },
    },
  },
  inputs: {
    box: doc(z.string()),
    title: doc(z.string()),
    locked: doc(z.boolean()),
    maxSize: doc(z.int()),
    ratio: doc(z.number()),
    lid: doc(z.strictObject({ openFrom: doc(z.string()) })),
    shelfList: doc(
      z.array(doc(z.strictObject({ label: doc(z.string()), sizes: doc(z.array(z.int()).optional()) }), "Shelf")),
    ),
    notes: doc(z.record(z.string(), z.string())),
    rules: doc(z.union([z.string(), z.record(z.string(), z.unknown())])),
  },
  outputs: {},
  ...verbs,
});

const getBoxes = func({
  token: "store:getBoxes",
  manual: { summary: "x", source: "x", permissions: [], example: { namePrefix: "a", limit: 2, query: { Size: 1 } } },
  inputs: {
    namePrefix: doc(z.string().optional()),
    limit: doc(z.int().optional()),
    query: doc(z.union([z.string(), z.record(z.string(), z.unknown())]).optional()),
  },
  outputs: {},
  call: async () => ({}),
});

const loaded = loadService(
  service({
    name: "store",
    summary: "x",
    config: {},
    connect: () => ({}),
    resources: { Box: () => box, BoxPlan: () => plan },
    functions: { getBoxes: () => getBoxes },
  }),
);

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

test("Go, as gofmt leaves it", () => {
  expect(goExample("example.com/sdk/go/sample", loaded, plan)).toBe(`package main

import (
	"example.com/sdk/go/sample/store"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		box, err := store.NewBox(ctx, "box", nil)
		if err != nil {
			return err
		}
		_, err = store.NewBoxPlan(ctx, "box-plan", &store.BoxPlanArgs{
			Box:     box.Box,
			Title:   pulumi.Sprintf("100%% of {%v}", box.Box),
			Locked:  pulumi.Bool(false),
			MaxSize: pulumi.Int(3),
			Ratio:   pulumi.Float64(2),
			Lid: &store.BoxPlanLidArgs{
				OpenFrom: pulumi.String("top"),
			},
			ShelfList: store.ShelfArray{
				&store.ShelfArgs{
					Label: pulumi.String("a"),
				},
				&store.ShelfArgs{
					Label: pulumi.String("b"),
					Sizes: pulumi.IntArray{
						pulumi.Int(1),
						pulumi.Int(2),
					},
				},
			},
			Notes: pulumi.StringMap{
				"one":       pulumi.String("1"),
				"two words": pulumi.String("2"),
			},
			Rules: pulumi.Any(map[string]interface{}{
				"Version": "1",
				"Allow": []interface{}{
					pulumi.Sprintf("box/%v/*", box.Box),
					5,
					true,
				},
			}),
		})
		if err != nil {
			return err
		}
		return nil
	})
}`);
  expect(goExample("example.com/sdk/go/sample", loaded, getBoxes)).toContain(`
		boxes := store.GetBoxesOutput(ctx, store.GetBoxesOutputArgs{
			NamePrefix: pulumi.String("a"),
			Limit:      pulumi.Int(2),
			Query: pulumi.Any(map[string]interface{}{
				"Size": 1,
			}),
		}, nil)
		ctx.Export("boxes", boxes)
		return nil
`);
});

test("C#: a class has no member of its own name", () => {
  expect(csharpExample("sample", loaded, plan)).toBe(`using System.Collections.Generic;
using Pulumi;
using Sample = Pulumi.Sample;

return await Deployment.RunAsync(() =>
{
    var box = new Sample.Store.Box("box");
    var boxPlan = new Sample.Store.BoxPlan("box-plan", new()
    {
        Box = box.BoxName,
        Title = Output.Format($"100% of {{{box.BoxName}}}"),
        Locked = false,
        MaxSize = 3,
        Ratio = 2,
        Lid = new Sample.Store.Inputs.BoxPlanLidArgs
        {
            OpenFrom = "top",
        },
        ShelfList = new[]
        {
            new Sample.Store.Inputs.ShelfArgs
            {
                Label = "a",
            },
            new Sample.Store.Inputs.ShelfArgs
            {
                Label = "b",
                Sizes = new[] { 1, 2 },
            },
        },
        Notes =
        {
            { "one", "1" },
            { "two words", "2" },
        },
        Rules = new Dictionary<string, object?>
        {
            ["Version"] = "1",
            ["Allow"] = new object[] { Output.Format($"box/{box.BoxName}/*"), 5, true },
        },
    });
});`);
  expect(csharpExample("sample", loaded, getBoxes)).toContain(`
    var boxes = Sample.Store.GetBoxes.Invoke(new()
    {
        NamePrefix = "a",
        Limit = 2,
        Query = new Dictionary<string, object?>
        {
            ["Size"] = 1,
        },
    });
    return new Dictionary<string, object?>
    {
        ["boxes"] = boxes,
    };
`);
});

test("Java: a value of any type that refers to a resource is known when the resource is", () => {
  expect(javaExample("sample", loaded, plan)).toBe(`import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import com.pulumi.sample.store.Box;
import com.pulumi.sample.store.BoxPlan;
import com.pulumi.sample.store.BoxPlanArgs;
import com.pulumi.sample.store.inputs.BoxPlanLidArgs;
import com.pulumi.sample.store.inputs.ShelfArgs;
import java.util.List;
import java.util.Map;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var box = new Box("box");
            var boxPlan = new BoxPlan("box-plan", BoxPlanArgs.builder()
                .box(box.box())
                .title(Output.format("100%% of {%s}", box.box()))
                .locked(false)
                .maxSize(3)
                .ratio(2.0)
                .lid(BoxPlanLidArgs.builder()
                    .openFrom("top")
                    .build())
                .shelfList(ShelfArgs.builder()
                    .label("a")
                    .build(), ShelfArgs.builder()
                    .label("b")
                    .sizes(1, 2)
                    .build())
                .notes(Map.of(
                    "one", "1",
                    "two words", "2"))
                .rules(box.box().<Object>applyValue(known -> Map.of(
                    "Version", "1",
                    "Allow", List.of("box/" + known + "/*", 5, true))))
                .build());
        });
    }
}`);
  expect(javaExample("sample", loaded, getBoxes)).toContain(`
            var boxes = StoreFunctions.getBoxes(GetBoxesArgs.builder()
                .namePrefix("a")
                .limit(2)
                .query(Map.of(
                    "Size", 1))
                .build());
            ctx.export("boxes", boxes);
`);
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
