// TypeScript -> dist/, when something changed.
import fs from "node:fs";
import path from "node:path";
import { withLock } from "../../engine/lock.mjs";
import { filesUnder, markOf } from "./marks.mjs";
import { inRoot, inState } from "./paths.mjs";
import { collect } from "./run.mjs";
import { detail, Problem, step } from "./say.mjs";
import { environment } from "./setup.mjs";

const SOURCES = ["provider", "sdk", "emulator", "cli"];
const SETTINGS = ["tsconfig.json", "tsconfig.build.json", "package-lock.json"];

/** Builds when the sources differ from what dist/ was built from. Returns the mark of that build. */
export async function build({ clean = false } = {}) {
  fs.mkdirSync(inState(), { recursive: true });
  const wait = () => detail("waiting for another process that builds");
  return withLock(inState("build.lock"), { onWait: wait }, async () => {
    const mark = sourceMark();
    if (!clean && builtMark() === mark) return mark;
    step("Building");
    if (clean || !builtMark()) fs.rmSync(inRoot("dist"), { recursive: true, force: true });
    // Without its output, the compiler's notes would make it believe that there is nothing to write.
    if (!fs.existsSync(inRoot("dist"))) fs.rmSync(inState("build.tsbuildinfo"), { force: true });
    fs.rmSync(inState("build.json"), { force: true });
    const notes = ["--incremental", "--tsBuildInfoFile", inState("build.tsbuildinfo")];
    const result = await collect("tsc", ["-p", "tsconfig.build.json", ...notes], { cwd: inRoot(), env: environment() });
    if (result.code !== 0) throw new Problem(`the build failed:\n${result.output.trimEnd()}`);
    removeOrphans();
    fs.writeFileSync(inState("build.json"), JSON.stringify({ mark }));
    return mark;
  });
}

/** The mark of the build in dist/, or undefined when it is missing or not complete. */
export function builtMark() {
  if (!fs.existsSync(inRoot("dist")) || !fs.existsSync(inState("build.json"))) return undefined;
  return JSON.parse(fs.readFileSync(inState("build.json"), "utf8")).mark;
}

function sourceMark() {
  const files = SOURCES.flatMap((folder) => filesUnder(inRoot(folder))).filter((file) => /\.(c|m)?ts$/.test(file));
  return markOf([...files.sort(), ...SETTINGS.map((name) => inRoot(name))]);
}

// What a removed or renamed source left behind would be packed and published.
function removeOrphans() {
  for (const file of filesUnder(inRoot("dist"))) {
    const source = inRoot(path.relative(inRoot("dist"), file).replace(/\.(d\.ts|js)(\.map)?$/, ".ts"));
    if (!fs.existsSync(source)) fs.rmSync(file);
  }
}
