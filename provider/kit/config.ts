// Provider configuration: one object per service. Values may arrive as objects or as JSON text.
import { type Problem, problems } from "./check";
import type { PackageDefinition } from "./define";
import { serviceOf } from "./lifecycle";
import { type Shape, shapeOf } from "./shape";
import { UNKNOWN, type Values } from "./values";

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
    if (!Object.hasOwn(pkg.services, name)) {
      const known = Object.keys(pkg.services).join(", ");
      found.push({ path: [name], message: `is not a setting of ${pkg.name}; there are ${known}` });
      continue;
    }
    const fields = serviceOf(pkg, name).config;
    const object = decodeObject(shapeOf(fields), value);
    if (!object) {
      found.push({ path: [name], message: `must be an object, for example {"region": "cn-hangzhou"}` });
      continue;
    }
    config[name] = object;
    for (const problem of problems(fields, object)) found.push({ ...problem, path: [name, ...problem.path] });
  }
  return { config, problems: found };
}

function decodeObject(shape: Shape, value: unknown): Values | undefined {
  if (typeof value === "string") {
    try {
      return decodeObject(shape, JSON.parse(value));
    } catch {
      return undefined;
    }
  }
  if (value === UNKNOWN) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, decodeScalar(shape.fields?.[name], each)]),
  );
}

// Settings given with `pulumi config set --path` are strings; where a boolean or a number is wanted, "true" and "5" mean
// what they say.
function decodeScalar(shape: Shape | undefined, value: unknown): unknown {
  if (shape?.kind === "boolean" && value === "true") return true;
  if (shape?.kind === "boolean" && value === "false") return false;
  const number = shape?.kind === "integer" || shape?.kind === "number";
  return number && typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}
