// The engine reads the schema from the plugin and finds nothing wrong with it.
import manifest from "../../package.json";
import schema from "../../schema.json";
import { yaml } from "./support/program";
import { useWorld } from "./support/world";

const world = useWorld();

test("pulumi package get-schema prints the schema of the plugin, which pulumi schema check takes without a word", async () => {
  const stack = await world.open({ files: { "Pulumi.yaml": yaml({}) } });
  const printed = await stack.pulumi(["package", "get-schema", "./node_modules/granary/bin/pulumi-resource-granary"]);
  expect(printed.stderr).toBe("");
  expect(printed.code).toBe(0);
  const { version, ...rest } = JSON.parse(printed.stdout) as { version: string };
  expect(version).toBe(manifest.version);
  expect(rest).toEqual(schema);

  stack.write("schema.json", printed.stdout);
  const checked = await stack.pulumi(["schema", "check", "schema.json"]);
  expect([checked.code, checked.stdout, checked.stderr]).toEqual([0, "", ""]);

  // It would say what is wrong.
  stack.write(
    "broken.json",
    printed.stdout.replace('"#/types/granary:oss:BucketCorsRule"', '"#/types/granary:oss:Nowhere"'),
  );
  const broken = await stack.pulumi(["schema", "check", "broken.json"]);
  expect(broken.code).not.toBe(0);
  expect(broken.stderr).toContain("Nowhere");
});
