import { z } from "zod";
import { func, type PackageDefinition, service } from "../../../provider/kit/define";
import { firstSentence, packageSchema } from "../../../provider/kit/schema";
import { field } from "../../../provider/kit/shape";
import { samplePackage } from "../../support/samplePackage";

const facts = {
  displayName: "Sample",
  publisher: "Someone",
  description: "A sample.",
  keywords: ["kind/native", "category/cloud"],
  license: "Apache-2.0",
};

// Through JSON, as it is committed: what is undefined is not there.
const schema = JSON.parse(JSON.stringify(packageSchema(samplePackage, facts)));

test("the package says who it is and leaves out what it does not know, its version included", () => {
  expect(Object.keys(schema)).toEqual([
    "name",
    "displayName",
    "description",
    "keywords",
    "license",
    "publisher",
    "language",
    "config",
    "types",
    "provider",
    "resources",
    "functions",
  ]);
  expect(schema.name).toBe("sample");
});

test("the repository names the Go SDK's import path, in the examples too", () => {
  const { repository, language, resources } = packageSchema(samplePackage, {
    ...facts,
    repository: "https://example.com/a/b",
  });
  expect(repository).toBe("https://example.com/a/b");
  expect(language.go).toMatchObject({ importBasePath: "example.com/a/b/sdk/go/sample" });
  expect(resources["sample:store:Box"]?.description).toContain('\t"example.com/a/b/sdk/go/sample/store"\n');
});

test("every language's SDK takes the version of the schema", () => {
  expect(schema.language).toEqual({
    nodejs: {
      packageName: "sample",
      packageDescription: "A sample.",
      respectSchemaVersion: true,
      useTypeOnlyReferences: true,
    },
    python: { packageName: "pulumi_sample", pyproject: { enabled: true }, respectSchemaVersion: true },
    go: {
      importBasePath: "github.com/pulumi/pulumi-sample/sdk/go/sample",
      generateResourceContainerTypes: true,
      respectSchemaVersion: true,
    },
    csharp: {
      namespaces: { sample: "Sample", store: "Store" },
      packageReferences: { Pulumi: "3.*" },
      respectSchemaVersion: true,
    },
    java: { basePackage: "com.pulumi", buildFiles: "gradle" },
  });
});

test("the settings of a service are one object with secret fields, in the configuration and of the provider", () => {
  const variable = { $ref: "#/types/sample:store:Settings", description: "Settings of a store of boxes." };
  expect(schema.config).toEqual({ variables: { store: variable } });
  expect(schema.provider.inputProperties).toEqual({ store: variable });
  expect(schema.types["sample:store:Settings"]).toEqual({
    type: "object",
    properties: {
      place: { type: "string", description: "Where the store is." },
      key: { type: "string", description: "Key to the store.", secret: true },
    },
  });
});

test("the arguments of a resource carry type, prose, secrecy and whether a change replaces", () => {
  expect(schema.resources["sample:store:Box"].inputProperties).toEqual({
    box: {
      type: "string",
      description: "Name of the box.",
      willReplaceOnChanges: true,
      // A class of C# can't have a member of its own name.
      language: { csharp: { name: "BoxName" } },
    },
    colour: { type: "string", description: "Colour. One of `grey`, `red`. Default: `grey`." },
    visibility: { type: "string", description: "`shown` or `hidden`." },
    lid: { $ref: "#/types/sample:store:BoxLid", description: "The lid." },
    shelves: {
      type: "array",
      items: { $ref: "#/types/sample:store:BoxShelf" },
      description: "Shelves from top to bottom.",
    },
    notes: { type: "object", additionalProperties: { type: "string" }, description: "Notes by name." },
    password: { type: "string", description: "Password.", secret: true },
    rules: { $ref: "pulumi.json#/Any", description: "Rules." },
    source: { $ref: "pulumi.json#/Asset", description: "What is in it." },
    force: { type: "boolean", description: "Never sent. Default: `false`." },
  });
  expect(schema.resources["sample:store:Box"].requiredInputs).toBeUndefined();
  expect(schema.resources["sample:store:BoxLabel"].requiredInputs).toEqual(["box", "label", "text"]);
});

test("a state has every argument and output; computed, chosen and default values are always there", () => {
  const { properties, required } = schema.resources["sample:store:Box"];
  expect(Object.keys(properties)).toEqual([
    "box",
    "colour",
    "visibility",
    "lid",
    "shelves",
    "notes",
    "password",
    "rules",
    "source",
    "force",
    "createdAt",
    "serial",
    "owner",
  ]);
  expect(required).toEqual(["box", "colour", "createdAt", "owner"]);
});

test("objects become named types: by their mark, or by the resource and field that they are in", () => {
  expect(Object.keys(schema.types)).toEqual([
    "sample:store:BoxLid",
    "sample:store:BoxOwner",
    "sample:store:BoxShelf",
    "sample:store:BoxSummary",
    "sample:store:Settings",
  ]);
  expect(schema.types["sample:store:BoxLid"]).toEqual({
    description: "The lid.",
    type: "object",
    properties: {
      code: { type: "string", description: "Opens the lid.", secret: true },
      locked: { type: "boolean", description: "Whether it is locked." },
    },
    required: ["code"],
  });
  expect(schema.types["sample:store:BoxShelf"]).toEqual({
    description: "One shelf.",
    type: "object",
    properties: {
      label: { type: "string", description: "Name of the shelf." },
      size: { type: "integer", description: "Height in centimetres. Default: `30`." },
      weights: { type: "array", items: { type: "number" }, description: "Weights in kilograms." },
    },
    required: ["label"],
  });
});

test("a function has inputs and outputs", () => {
  const { inputs, outputs } = schema.functions["sample:store:getBoxes"];
  expect(inputs).toEqual({
    type: "object",
    properties: { colour: { type: "string", description: "Only boxes of this colour." } },
  });
  expect(outputs).toEqual({
    type: "object",
    properties: {
      boxes: { type: "array", items: { $ref: "#/types/sample:store:BoxSummary" }, description: "The boxes." },
      total: { type: "integer", description: "How many there are." },
    },
    required: ["boxes", "total"],
  });
});

test("a description begins with one sentence and ends with examples and import in the registry's form", () => {
  const { description } = schema.resources["sample:store:Box"];
  const [before, rest] = description.split("```typescript\n");
  expect(before).toBe(`A box.

It holds things.

Destroy: throws the box away.

Permissions: \`store:MakeBox\`.

Good to know:
- A box can't be unmade.

Source: Store manual, section 1.

{{% examples %}}
## Example Usage
{{% example %}}
### Box

`);
  expect(rest).toMatch(/^import \{ store \} from "sample\/plugin";\n/);
  expect([...description.matchAll(/^```(\w+)$/gm)].map(([, language]) => language)).toEqual([
    "typescript",
    "python",
    "csharp",
    "go",
    "yaml",
    "java",
    "hcl",
    "sh",
  ]);
  expect(rest.slice(rest.indexOf("{{%"))).toBe(`{{% /example %}}
{{% /examples %}}

## Import

\`\`\`sh
pulumi import sample:store:Box example my-box
\`\`\`
`);
});

test("an example makes the resource that it refers to, and quotes what YAML would misread", () => {
  const { description } = schema.resources["sample:store:BoxLabel"];
  expect(description).toContain(`import * as pulumi from "@pulumi/pulumi";
import { store } from "sample/plugin";

const box = new store.Box("box");
const boxLabel = new store.BoxLabel("box-label", {
  box: box.box,
  label: "front",
  text: pulumi.interpolate\`Box \${box.box} of 3: yes\`,
});
`);
  expect(description).toContain(`resources:
  box:
    type: sample:store:Box
  boxLabel:
    type: sample:store:BoxLabel
    properties:
      box: \${box.box}
      label: front
      text: "Box \${box.box} of 3: yes"
`);
  expect(description).toContain("pulumi import sample:store:BoxLabel example my-box/front\n");
});

test("a function's example is its output form", () => {
  const { description } = schema.functions["sample:store:getBoxes"];
  expect(description).toContain('export const boxes = store.getBoxesOutput({\n  colour: "red",\n});\n');
  expect(description).toContain(`variables:
  boxes:
    fn::invoke:
      function: sample:store:getBoxes
      arguments:
        colour: red
outputs:
  boxes: \${boxes}
`);
});

test.each([
  ["A bucket. It holds objects.", "A bucket.", "It holds objects."],
  ["A bucket.", "A bucket.", ""],
  ["Version 3.5 of it. `acl` is left alone.", "Version 3.5 of it.", "`acl` is left alone."],
])("the first sentence of %p is %p", (text, first, rest) => {
  expect(firstSentence(text)).toEqual([first, rest]);
});

function packageWith(inputs: Record<string, z.ZodType>): PackageDefinition {
  const getThing = func({
    token: "store:getThing",
    manual: { summary: "A thing.", source: "None", permissions: [], example: {} },
    inputs,
    outputs: {},
    call: async () => ({}),
  });
  const store = service({
    name: "store",
    summary: "a store",
    config: {},
    connect: () => ({}),
    resources: {},
    functions: { getThing: () => getThing },
  });
  return { name: "sample", version: "1.0.0", services: { store: () => store } };
}

const named = (typeName: string, schema: z.ZodType) => z.array(field(schema, { doc: "", typeName }));

test.each([
  [
    "a list of objects without a typeName",
    { list: z.array(z.strictObject({ a: z.string() })) },
    /GetThing\.list\[\] .* typeName/,
  ],
  [
    "one typeName for two different objects",
    { a: named("Thing", z.strictObject({ a: z.string() })), b: named("Thing", z.strictObject({ a: z.int() })) },
    /two different object types are named Thing/,
  ],
  [
    "a typeName that is the name of a function",
    { a: named("GetThing", z.strictObject({ a: z.string() })) },
    /GetThing has the name of a resource or function/,
  ],
])("%s is refused", (_, inputs, message) => {
  expect(() => packageSchema(packageWith(inputs as Record<string, z.ZodType>), facts)).toThrow(message);
});
