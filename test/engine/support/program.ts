// Small projects. Programs in both fronts are JavaScript, because compiling TypeScript takes most of a run's time; that
// TypeScript works is what the examples show.

/** What a program imports: the dynamic front or the plugin front. */
export type Front = "granary" | "granary/plugin";

export const fronts: readonly Front[] = ["granary", "granary/plugin"];

const PLUGIN = { providers: [{ name: "granary", path: "node_modules/granary/bin" }] };

/** The same program on either front; it has `pulumi` and `oss`. */
export function javascript(front: Front, program: string): Record<string, string> {
  const runtime = { name: "nodejs", options: { typescript: false } };
  return {
    "Pulumi.yaml": JSON.stringify({
      name: "shop",
      runtime,
      ...(front === "granary/plugin" ? { plugins: PLUGIN } : {}),
    }),
    "package.json": JSON.stringify({ name: "shop", private: true, main: "index.js" }),
    "index.js": source(front, program),
  };
}

/** index.js alone, for a program that changes from run to run. */
export function source(front: Front, program: string): string {
  return `const pulumi = require("@pulumi/pulumi");\nconst { oss } = require(${JSON.stringify(front)});\n${program}\n`;
}

export interface YamlResource {
  type: string;
  properties?: Record<string, unknown>;
  options?: Record<string, unknown>;
}

/** A YAML project (JSON is YAML) on the plugin front. */
export function yaml(resources: Record<string, YamlResource>, outputs: Record<string, unknown> = {}): string {
  return JSON.stringify({ name: "shop", runtime: "yaml", plugins: PLUGIN, resources, outputs }, null, 2);
}

/** The type of a resource in the state and the events of a front: typeIn("granary", "BucketCors"). */
export function typeIn(front: Front, name: string): string {
  return front === "granary" ? `pulumi-nodejs:dynamic/oss:${name}` : `granary:oss:${name}`;
}
