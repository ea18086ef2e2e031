// Where the values of a resource are secret by definition, whatever the program said.
import { findResource, type PackageDefinition } from "./define";
import type { Path } from "./path";
import { type Shape, shapeOf } from "./shape";
import type { Values } from "./values";

export function secretPaths(pkg: PackageDefinition, token: string, values: Values): Path[] {
  const definition = findResource(pkg, token);
  if (!definition) return [];
  return [...walk(shapeOf(definition.inputs), values, []), ...walk(shapeOf(definition.outputs), values, [])];
}

function* walk(shape: Shape, value: unknown, path: Path): Generator<Path> {
  if (value === undefined || value === null) return;
  if (shape.marks.secret) yield path;
  else if (shape.fields) {
    for (const [name, child] of Object.entries(shape.fields))
      yield* walk(child, (value as Values)[name], [...path, name]);
  } else if (shape.element && Array.isArray(value)) {
    for (const [index, element] of value.entries()) yield* walk(shape.element, element, [...path, index]);
  }
}
