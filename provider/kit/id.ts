// Ids are readable and importable: the key fields of a resource joined by "/".
import type { ResourceDefinition } from "./define";
import type { Values } from "./values";

export function idOf(definition: ResourceDefinition, inputs: Values): string {
  return definition.key.map((name: string) => String(inputs[name])).join("/");
}

/** The key fields of an id. An id of another form is refused with the form that it should have. */
export function parseId(definition: ResourceDefinition, id: string): Record<string, string> {
  const names = definition.key as readonly string[];
  const parts = id.split("/");
  const values = names.map((_, index) => (index < names.length - 1 ? parts[index] : parts.slice(index).join("/")));
  if (values.some((value) => value === undefined || value === "")) {
    throw new Error(
      `"${id}" is not the id of a ${definition.token}; it has the form ${names.map((n) => `<${n}>`).join("/")}`,
    );
  }
  return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
}
