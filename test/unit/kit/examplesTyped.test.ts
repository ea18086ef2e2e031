// The example as a program of the languages whose SDKs have a type for everything. What the programs need is the naming of
// Pulumi's own generators.
import { csharpExample } from "../../../provider/kit/examples/csharp";
import { goExample } from "../../../provider/kit/examples/go";
import { javaExample } from "../../../provider/kit/examples/java";
import { getBoxes, loaded, plan } from "../../support/everyKind";

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
