// Where the values of a resource are secret by definition, whatever the program said.
import { isDeepStrictEqual } from "node:util";
import { findResource, type PackageDefinition } from "./define";
import { getAt, type Path } from "./path";
import { secretsIn, shapeOf } from "./shape";
import type { Values } from "./values";

export function secretPaths(pkg: PackageDefinition, token: string, values: Values): Path[] {
  const definition = findResource(pkg, token);
  if (!definition) return [];
  return [...secretsIn(shapeOf(definition.inputs), values), ...secretsIn(shapeOf(definition.outputs), values)];
}

/**
 * Where recorded secrets are in live values. Elements of a list that differs may have moved, and an index then points at
 * another element: the whole list is secret in that case, so that none of it lands in the state in plain text.
 */
export function carriedSecrets(paths: readonly Path[], recorded: Values, live: Values): Path[] {
  return paths.map((path) => {
    const index = path.findIndex((step) => typeof step === "number");
    const list = index < 0 ? path : path.slice(0, index);
    return isDeepStrictEqual(getAt(recorded, list), getAt(live, list)) ? path : list;
  });
}
