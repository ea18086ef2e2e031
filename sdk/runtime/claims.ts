// One document has one owner. Pulumi's dynamic protocol tells a provider no URN when it checks a resource, so in the
// dynamic front it is the program that refuses two resources which claim the same document of the same bucket.
import * as pulumi from "@pulumi/pulumi";
import type { ResourceFacts } from "./facts";

const owners = new WeakMap<pulumi.Resource, Map<string, string>>();

/**
 * Returns the arguments with the claims of the resource attached to them: a claim that another resource of this program
 * holds makes its argument, and with it the registration and the preview, fail. What is not known yet is not claimed.
 */
export function claimed(facts: ResourceFacts, name: string, args: pulumi.Inputs): pulumi.Inputs {
  const stack = pulumi.runtime.getStackResource();
  // Outside of a stack (in tests of a program) there is no run to speak of.
  if (!stack) return args;
  const held = owners.get(stack) ?? new Map<string, string>();
  owners.set(stack, held);
  const owner = `${facts.token} ${name}`;

  function claim(key: string): void {
    const other = held.get(key);
    if (other) {
      const document = key.slice(key.indexOf("/") + 1);
      const message = `${document} is managed by ${other} already; one document can have one owner, so remove one of the two or merge them`;
      // The program is at fault, not this code: neither the runner nor the log of the registration shows a stack.
      throw Object.assign(new pulumi.RunError(`${owner}: ${message}`), { stack: "" });
    }
    held.set(key, owner);
  }

  const key = facts.key.map((property) => args[property]);
  if (key.some((value) => value === undefined)) return args;
  const result = { ...args };
  // On the part that has to be waited for anyway: plain ones stay known in a preview, and depend on nothing.
  const awaited = key.findIndex((part) => pulumi.Output.isInstance(part) || part instanceof Promise);
  const place = awaited < 0 ? key.length - 1 : awaited;
  result[facts.key[place]!] = pulumi.all(key).apply((values) => {
    claim(`${facts.token}/${values.join("/")}`);
    return values[place];
  });
  for (const [property, documents] of Object.entries(facts.claims)) {
    if (args[property] === undefined) continue;
    result[property] = pulumi.all([args[property], ...key]).apply(([value, ...values]) => {
      const known = Object.fromEntries(facts.key.map((field, index) => [field, String(values[index])]));
      if (value !== undefined) for (const document of documents) claim(fill(document, known));
      return value;
    });
  }
  return result;
}

function fill(document: string, values: Record<string, string>): string {
  return document.replace(/\{(\w+)\}/g, (_, field: string) => values[field]!);
}
