// Where the values of a resource are secret by definition, whatever the program said.
import { findResource, type PackageDefinition } from "./define";
import type { Path } from "./path";
import { secretsIn, shapeOf } from "./shape";
import type { Values } from "./values";

export function secretPaths(pkg: PackageDefinition, token: string, values: Values): Path[] {
  const definition = findResource(pkg, token);
  if (!definition) return [];
  return [...secretsIn(shapeOf(definition.inputs), values), ...secretsIn(shapeOf(definition.outputs), values)];
}
