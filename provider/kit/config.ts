// Provider configuration: one object per service. Values may arrive as objects or as JSON text.
import { type Problem, problems } from "./check";
import type { PackageDefinition } from "./define";
import { serviceOf } from "./lifecycle";
import { containsUnknown, type Values } from "./values";

/** Names that the engine may put beside a provider's own configuration. */
const ENGINE_KEYS = new Set(["version", "pluginDownloadURL", "__internal", "__pulumi-go-provider-infer"]);

/** `{ oss: "{\"region\":\"cn-hangzhou\"}" }` -> `{ oss: { region: "cn-hangzhou" } }`; keys of the engine left out. */
export function decodeConfig(
  pkg: PackageDefinition,
  args: Values,
): { config: Record<string, Values>; problems: Problem[] } {
  const config: Record<string, Values> = {};
  const found: Problem[] = [];
  for (const [name, value] of Object.entries(args)) {
    if (ENGINE_KEYS.has(name)) continue;
    if (!pkg.services[name]) {
      const known = Object.keys(pkg.services).join(", ");
      found.push({ path: [name], message: `is not a setting of ${pkg.name}; there are ${known}` });
      continue;
    }
    const object = decodeObject(value);
    if (!object) {
      found.push({ path: [name], message: `must be an object, for example {"region": "cn-hangzhou"}` });
      continue;
    }
    config[name] = object;
    const fields = serviceOf(pkg, name).config;
    for (const problem of problems(fields, object)) found.push({ ...problem, path: [name, ...problem.path] });
  }
  return { config, problems: found };
}

function decodeObject(value: unknown): Values | undefined {
  if (typeof value === "string") {
    try {
      return decodeObject(JSON.parse(value));
    } catch {
      return undefined;
    }
  }
  if (containsUnknown(value) && typeof value === "symbol") return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, decodeScalar(text)]));
}

// Settings given with `pulumi config set --path` are strings; "true" and "5" mean what they say.
function decodeScalar(value: unknown): unknown {
  if (value === "true") return true;
  if (value === "false") return false;
  return value;
}
