// What the reference pages are made of: every definition says what a reader has to know.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { granary } from "../../../provider";
import { type Shape, shapeOf } from "../../../provider/kit/shape";

const { resources, functions } = granary.services.oss!();
const all = [...Object.values(resources), ...Object.values(functions)].map((each) => each());
const page = (token: string) => {
  const name = token.split(":")[1]!;
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.md`;
  return readFileSync(join(__dirname, "../../../docs/reference/oss", file), "utf8");
};

/** Arguments at any depth, by their path. */
function* argumentsOf(shape: Shape, path: string): Generator<[string, Shape]> {
  for (const [name, child] of Object.entries(shape.fields ?? {})) {
    if (child.marks.internal) continue;
    yield [`${path}.${name}`, child];
    yield* argumentsOf(child, `${path}.${name}`);
  }
  if (shape.element) yield* argumentsOf(shape.element, path);
}

test("an argument that may be left out says what that means", () => {
  const silent = all.flatMap(({ token, inputs }) =>
    [...argumentsOf(shapeOf(inputs), token)].filter(
      ([, { optional, marks }]) =>
        optional && !/Default: |Required (unless|with)|Give (either|exactly one)/.test(marks.doc ?? ""),
    ),
  );
  expect(silent.map(([path]) => path)).toEqual([]);
});

test("a default in the prose is the one that is compared with", () => {
  const wrong = all.flatMap(({ token, inputs }) =>
    [...argumentsOf(shapeOf(inputs), token)].filter(([, { marks }]) => {
      if (typeof marks.serviceDefault !== "boolean" && typeof marks.serviceDefault !== "number") return false;
      return !marks.doc?.includes(`Default: ${marks.serviceDefault}.`);
    }),
  );
  expect(wrong.map(([path]) => path)).toEqual([]);
});

test.each(Object.values(resources).map((each) => [each().token, each()] as const))(
  "the page of %s has all its parts",
  (token, { manual }) => {
    const text = page(token);
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    const expected = ["Example", "Arguments", "Outputs", "Import", "Destroy", "Permissions", "Good to know", "Fronts"];
    expect(headings).toEqual(expected);
    expect(text).toMatch(/```ts\nimport /);
    expect(text).toMatch(/```yaml\nname: example\nruntime: yaml\n/);
    expect(text).toContain(`pulumi import granary:${token} example `);
    expect(manual.permissions.every((action) => /^oss:[A-Z]\w+$/.test(action))).toBe(true);
  },
);

test.each(Object.values(functions).map((each) => each().token))("the page of %s has all its parts", (token) => {
  const text = page(token);
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(expect.arrayContaining(["Example", "Arguments", "Result", "Permissions"]));
  expect(text).toMatch(/```yaml\nname: example\nruntime: yaml\n/);
});
