// npm run generate [-- --check]: writes every generated file, or says which of them are stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { granary } from "../provider";
import type { PackageFacts } from "../provider/kit/schema";
import { GENERATED_FOLDERS, generatedFiles } from "./files";
import { operationFiles } from "./operations";
import { scaffold } from "./scaffold";

const project = join(__dirname, "..");

export interface Difference {
  path: string;
  kind: "missing" | "outdated" | "left over";
}

function wantedFiles(): Map<string, string> {
  return new Map([...generatedFiles(granary, packageFacts()), ...operationFiles()]);
}

/** What the generated files should be and are not. */
export function differences(root = project): Difference[] {
  const wanted = wantedFiles();
  const found: Difference[] = [];
  for (const [path, text] of wanted) {
    const there = read(join(root, path));
    if (there !== text) found.push({ path, kind: there === undefined ? "missing" : "outdated" });
  }
  for (const path of GENERATED_FOLDERS.flatMap((folder) => filesIn(root, folder))) {
    if (!wanted.has(path)) found.push({ path, kind: "left over" });
  }
  return found;
}

/** Brings the generated files up to date; returns what it changed. */
export function generate(root = project): Difference[] {
  const changed = differences(root);
  const wanted = wantedFiles();
  for (const { path, kind } of changed) {
    if (kind === "left over") {
      rmSync(join(root, path));
      continue;
    }
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), wanted.get(path)!);
  }
  return changed;
}

/** Runs the command with its flags on the files below a folder; returns the exit code. */
export function main(flags: string[], root = project): number {
  if (flags[0] === "--new" && flags.length === 2) return startResource(flags[1]!, root);
  const unknown = flags.find((flag) => flag !== "--check");
  if (unknown) {
    process.stderr.write(`npm run generate does not take ${unknown}; it takes --check, and --new with a token\n`);
    return 2;
  }
  const check = flags.includes("--check");
  const found = check ? differences(root) : generate(root);
  for (const { path, kind } of found) {
    const did = kind === "left over" ? "removed" : "wrote";
    process.stderr.write(`${check ? kind : did} ${path}\n`);
  }
  if (!check || found.length === 0) return 0;
  process.stderr.write(`${found.length} generated files are stale; npm run generate brings them up to date\n`);
  return 1;
}

// package.json is the only place that says these things of the package.
function packageFacts(): PackageFacts {
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  const repository = typeof manifest.repository === "string" ? manifest.repository : manifest.repository?.url;
  return {
    displayName: "Granary",
    publisher: "Granary",
    description: manifest.description,
    keywords: manifest.keywords,
    license: manifest.license,
    homepage: manifest.homepage,
    repository: repository?.replace(/^git\+/, "").replace(/\.git$/, ""),
  };
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function filesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

function startResource(token: string, root: string): number {
  try {
    for (const path of scaffold(token, root)) process.stderr.write(`wrote ${path}\n`);
    process.stderr.write("CONTRIBUTING.md says what comes next\n");
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
}
