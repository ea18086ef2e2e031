// The files of the project, by their names.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root, version } from "../../provider/version";
import { type GuideFacts, guide } from "./guide";
import { importFile } from "./importFile";
import type { Program } from "./types";
import { typescriptProgram } from "./typescript";
import { yamlResources } from "./yaml";

/** Every file that an adoption writes, whatever the language. */
export type Files = Record<string, string>;

export function projectFiles(program: Program, facts: GuideFacts): Files {
  const yaml = program.language === "yaml";
  return {
    "Pulumi.yaml": pulumiYaml(program),
    "package.json": packageJson(program),
    ...(yaml ? {} : { "tsconfig.json": json(TSCONFIG), "index.ts": typescriptProgram(program) }),
    ".gitignore": "node_modules/\n",
    "import.json": importFile(program, version),
    "ADOPT.md": guide(program, facts),
  };
}

function pulumiYaml(program: Program): string {
  const yaml = program.language === "yaml";
  const blocks = [
    [
      `name: ${JSON.stringify(program.project)}`,
      'description: "Buckets that were there before, adopted with granary adopt."',
      `runtime: ${yaml ? "yaml" : "nodejs"}`,
    ],
    [
      "# Settings of granary; a stack's own configuration comes before them.",
      "config:",
      "  granary:oss:",
      "    value:",
      `      region: ${JSON.stringify(program.region)}`,
    ],
    ...(program.front === "plugin"
      ? [
          [
            "# The plugin comes with the npm package.",
            "plugins:",
            "  providers:",
            "    - name: granary",
            "      path: node_modules/granary/bin",
          ],
        ]
      : []),
  ];
  const head = `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
  return yaml ? `${head}\n${yamlResources(program)}` : head;
}

function packageJson(program: Program): string {
  const yaml = program.language === "yaml";
  return json({
    name: program.project.toLowerCase(),
    private: true,
    ...(yaml ? {} : { main: "index.ts" }),
    dependencies: { ...(yaml ? {} : { "@pulumi/pulumi": pulumiRange() }), granary: `^${version}` },
    ...(yaml ? {} : { devDependencies: { "@types/node": "^22.0.0", typescript: "~6.0.3" } }),
  });
}

/** The range of @pulumi/pulumi that this version of granary asks for. */
function pulumiRange(): string {
  const file = path.join(root, "package.json");
  const { peerDependencies } = JSON.parse(readFileSync(file, "utf8")) as { peerDependencies: Record<string, string> };
  return peerDependencies["@pulumi/pulumi"]!;
}

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    skipLibCheck: true,
    noEmit: true,
  },
  files: ["index.ts"],
};

function json(value: unknown): string {
  // Lists of short texts stay on one line, as formatters write them.
  return `${JSON.stringify(value, null, 2).replace(/\[\s+("[^"\n]*")\s+\]/g, "[$1]")}\n`;
}
