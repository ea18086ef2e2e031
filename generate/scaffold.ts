// npm run generate -- --new oss:BucketThing: the files of a new configuration resource, ready to be filled in.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes what is missing and returns the paths; throws with a sentence for a token of another form. */
export function scaffold(token: string, root: string): string[] {
  const match = /^([a-z]+):([A-Z][A-Za-z]+)$/.exec(token);
  if (!match) throw new Error(`${token} is no token; give one like oss:BucketThing`);
  const [, module, name] = match as unknown as [string, string, string];
  const file = name[0]!.toLowerCase() + name.slice(1);
  const index = join(root, "provider", module, "index.ts");
  if (!existsSync(index)) throw new Error(`there is no service ${module} (provider/${module}/index.ts)`);

  const path = join("provider", module, `${file}.ts`);
  if (existsSync(join(root, path))) throw new Error(`${path} exists already`);
  writeFileSync(join(root, path), resourceFile(token, name, file));

  const text = readFileSync(index, "utf8");
  const line = `    ${name}: () => (require("./${file}") as typeof import("./${file}")).${file},\n`;
  writeFileSync(index, text.replace("  resources: {\n", `  resources: {\n${line}`));
  return [path, join("provider", module, "index.ts")];
}

function resourceFile(token: string, name: string, file: string): string {
  const subresource = file.replace(/^bucket/, "").replace(/^./, (first) => first.toLowerCase());
  return `import { z } from "zod";
import { readXml, text, writeXml } from "../http/xml";
import { field } from "../kit/shape";
import { bucketConfig } from "./bucketConfig";

/** One sentence. Name the document and its section here. */
export const ${file} = bucketConfig({
  token: "${token}",
  manual: {
    summary: "One sentence, then what a user needs to know.",
    source: "document, section (operations)",
    destroy: "What destroy does, in a sentence.",
    permissions: [],
    example: { bucket: "\${bucket.bucket}", value: "on" },
  },
  inputs: {
    value: field(z.string(), { doc: "Meaning, unit, limits, default." }),
  },
  subresource: "${subresource}",
  operations: { get: "Get${name}", put: "Put${name}", delete: "Delete${name}" },
  // The codes of the GET, and of no other operation, that mean "not configured".
  absent: [],
  encode: (inputs) => ({ body: writeXml("${name}Configuration", [["Value", String(inputs.value)]]) }),
  decode: (body) => ({ value: text(readXml(body, "${name}Configuration", []), "Value") }),
});
`;
}
