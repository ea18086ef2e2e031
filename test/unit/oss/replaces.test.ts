// What schema.json says of replacements is what a diff does, for every argument of every resource.
import { granary } from "../../../provider";
import { createLifecycle } from "../../../provider/kit/lifecycle";
import schema from "../../../schema.json";

interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
  willReplaceOnChanges?: boolean;
}

const types = schema.types as unknown as Record<string, { properties: Record<string, Property> }>;

/** A value of the property's type; two seeds give two values that differ everywhere. */
function madeFor(property: Property, seed: number): unknown {
  const { type, $ref = "", items, additionalProperties } = property;
  if ($ref.startsWith("#/types/")) {
    const { properties } = types[$ref.slice("#/types/".length)]!;
    return Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, madeFor(child, seed)]));
  }
  if ($ref !== "") return { any: `thing ${seed}` };
  switch (type) {
    case "array":
      return [madeFor(items!, seed)];
    case "object":
      return { [`key-${seed}`]: madeFor(additionalProperties!, seed) };
    case "boolean":
      return seed === 1;
    case "string":
      return `text-${seed}`;
    default:
      return seed;
  }
}

const lifecycle = createLifecycle(granary, {});
const resources = Object.entries(schema.resources as Record<string, { inputProperties: Record<string, Property> }>);

test.each(resources)("%s", (token, { inputProperties }) => {
  const olds = Object.fromEntries(Object.entries(inputProperties).map(([name, child]) => [name, madeFor(child, 1)]));
  const told = Object.keys(inputProperties).filter((name) => inputProperties[name]!.willReplaceOnChanges);
  const replacing = Object.entries(inputProperties).flatMap(([name, child]) => {
    const news = { ...olds, [name]: madeFor(child, 2) };
    const { changes } = lifecycle.diff(token.replace("granary:", ""), "id", olds, news);
    expect(changes.map(({ path }) => path[0])).toContain(name);
    return changes.some(({ replaces }) => replaces) ? [name] : [];
  });
  expect(replacing).toEqual(told);
});
