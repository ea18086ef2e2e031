// Which documents a resource owns besides its own, as a table that the SDK can use without loading the definition. The
// definition has a function for it; here it is asked about each argument in turn.
import type { ResourceDefinition } from "../provider/kit/define";
import { publicFields } from "../provider/kit/objectTypes";
import { type Shape, shapeOf } from "../provider/kit/shape";
import type { Values } from "../provider/kit/values";

/** Argument -> documents owned while it is set, with `{bucket}` in place of key arguments. */
export function claimTable(definition: ResourceDefinition): Record<string, string[]> {
  if (!definition.claims) return {};
  const key: Values = Object.fromEntries((definition.key as readonly string[]).map((name) => [name, `{${name}}`]));
  const optional = Object.entries(publicFields(shapeOf(definition.inputs))).filter(([name]) => !(name in key));
  const always = definition.claims(key);
  if (always.length > 0) throw new Error(`${definition.token}: claims ${always.join(", ")} whatever its arguments are`);
  const table: Record<string, string[]> = {};
  const all: Values = { ...key };
  for (const [name, shape] of optional) {
    all[name] = sample(shape);
    const documents = definition.claims({ ...key, [name]: all[name] });
    if (documents.length > 0) table[name] = documents;
  }
  // Claims that depend on several arguments at once would need more than a table.
  const together = definition.claims(all).sort().join();
  if (together !== Object.values(table).flat().sort().join()) {
    throw new Error(`${definition.token}: what it claims does not follow from single arguments`);
  }
  return table;
}

function sample(shape: Shape): unknown {
  if (shape.fields)
    return Object.fromEntries(Object.entries(shape.fields).map(([name, child]) => [name, sample(child)]));
  if (shape.element) return shape.kind === "array" ? [sample(shape.element)] : { name: sample(shape.element) };
  return shape.values?.[0] ?? { boolean: true, integer: 1, number: 1 }[shape.kind as string] ?? "text";
}
