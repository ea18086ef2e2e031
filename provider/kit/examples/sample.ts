// A definition's example as a program of any language: which resources it makes, in order, and which function it calls.
// The example is written once, as YAML properties, where "${bucket.bucket}" refers to a property of a resource beside it:
// `bucket` is a Bucket of the same service. Where no resource has the variable's name, the property's name says what it
// is: "${lists.bucket}" makes a Bucket called `lists`.
import type { FunctionDefinition, ResourceDefinition } from "../define";
import { capital, type LoadedService, nameOf } from "../objectTypes";
import { shapeOf } from "../shape";
import type { Values } from "../values";

export interface Placed {
  variable: string;
  definition: ResourceDefinition;
  args: Values;
}

export interface Sample {
  resources: Placed[];
  call?: { variable: string; definition: FunctionDefinition; args: Values };
}

/** A property of a resource of the example. */
export interface Reference {
  variable: string;
  property: string;
}

const REFERENCE = /\$\{(\w+)\.(\w+)\}/g;

export function sampleOf(loaded: LoadedService, definition: ResourceDefinition | FunctionDefinition): Sample {
  const resources: Placed[] = [];
  function place(variable: string, of: ResourceDefinition, args: Values): void {
    refer(of.token, args);
    if (!resources.some((other) => other.variable === variable)) resources.push({ variable, definition: of, args });
  }
  function refer(token: string, args: Values): void {
    const references = referencesIn(args);
    const named = (name: string) => loaded.resources.find((candidate) => nameOf(candidate) === capital(name));
    for (const variable of new Set(references.map((reference) => reference.variable))) {
      const properties = references.filter((each) => each.variable === variable).map(({ property }) => property);
      const found = [variable, ...properties].map(named).find((candidate) => candidate !== undefined);
      if (!found || found.token === token) {
        throw new Error(
          `the example of ${token} refers to "${variable}", which is no resource of ${loaded.service.name}`,
        );
      }
      const bare = Object.values(shapeOf(found.inputs).fields ?? {}).every((child) => child.optional);
      place(variable, found, bare ? {} : found.manual.example);
    }
  }
  const args = definition.manual.example;
  if ("call" in definition) {
    refer(definition.token, args);
    return { resources, call: { variable: uncapital(nameOf(definition).replace(/^get/, "")), definition, args } };
  }
  place(uncapital(nameOf(definition)), definition, args);
  return { resources };
}

/** The references in a value, at any depth. */
export function referencesIn(value: unknown): Reference[] {
  const found = JSON.stringify(value).matchAll(REFERENCE);
  return [...found].map(([, variable, property]) => ({ variable: variable!, property: property! }));
}

/** "Box ${box.box} of 3" -> "Box ", a reference, " of 3". A text without references is one part, "" too. */
export function partsOf(text: string): (string | Reference)[] {
  const parts: (string | Reference)[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ variable: match[1]!, property: match[2]! });
    end = match.index + match[0].length;
  }
  return end < text.length || parts.length === 0 ? [...parts, text.slice(end)] : parts;
}

/** An id of the form that the resource has, for `pulumi import`. */
export function sampleId(definition: ResourceDefinition): string {
  const parts = (definition.key as readonly string[]).map((name) => {
    const value: unknown = definition.manual.example[name];
    return typeof value === "string" && !value.includes("${") ? value : `my-${dashed(name)}`;
  });
  return parts.join("/");
}

/** bucketCors -> bucket-cors: the name of a resource in the program. */
export function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** bucketCors, BucketCors -> bucket_cors. */
export function snake(name: string): string {
  return dashed(uncapital(name)).replaceAll("-", "_");
}

export function uncapital(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
