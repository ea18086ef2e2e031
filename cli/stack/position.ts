// Where a resource is declared. The engine's positions are right for Node programs; the YAML host gives those of its own
// Go code, so there the line is looked for in Pulumi.yaml.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Project } from "./project";
import type { Position } from "./types";

/** `project:///index.ts#12,8` -> the position, when it is a file of the project and not of a package. */
export function sourcePosition(text: string | undefined, project: Project): Position | undefined {
  const match = /^project:\/\/\/([^#]+)#(\d+)(?:,(\d+))?$/.exec(text ?? "");
  if (!match) return undefined;
  const file = path.posix.normalize(decodeURI(match[1]!));
  if (file.startsWith("../") || file.includes("node_modules/")) return undefined;
  if (!existsSync(path.join(project.folder, file))) return undefined;
  return { file, line: Number(match[2]), column: match[3] === undefined ? undefined : Number(match[3]) };
}

/** Line of a resource in a YAML program: its name as a key. */
export function yamlPosition(name: string, project: Project): Position | undefined {
  if (!/\.ya?ml$/.test(project.main)) return undefined;
  const lines = readFileSync(path.join(project.folder, project.main), "utf8").split("\n");
  const start = lines.findIndex((line) => /^resources:/.test(line));
  const key = new RegExp(`^\\s+["']?${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}["']?\\s*:`);
  const line = lines.findIndex((each, index) => index > start && key.test(each));
  return start < 0 || line < 0 ? undefined : { file: project.main, line: line + 1 };
}
