// An engine that the user already has.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { atLeast, OLDEST } from "./version.mjs";

const EXTENSIONS = process.platform === "win32" ? [".exe", ".cmd"] : [""];

/** The first executable of that name in the folders of PATH, or undefined. */
export function findOnPath(name, folders = (process.env.PATH ?? "").split(path.delimiter)) {
  for (const folder of folders) {
    for (const extension of EXTENSIONS) {
      const candidate = path.join(folder || ".", name + extension);
      try {
        fs.accessSync(candidate, fs.constants.X_OK);
        if (fs.statSync(candidate).isFile()) return path.resolve(candidate);
      } catch {
        // not here
      }
    }
  }
  return undefined;
}

/** What `pulumi version` prints, without the leading v. */
export function versionOf(pulumi) {
  const output = execFileSync(pulumi, ["version"], {
    encoding: "utf8",
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 30_000,
  });
  return output.trim().replace(/^v/, "");
}

/** The parts an engine needs beside it (or on PATH) to run Node.js programs, and YAML ones when asked. */
export function partsOf(yaml) {
  return ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs", ...(yaml ? ["pulumi-language-yaml"] : [])];
}

/** `pulumi` on PATH as { pulumi, version }, or { missing } with the reason why it is not used. */
export function engineOnPath({ yaml }) {
  const pulumi = findOnPath("pulumi");
  if (!pulumi) return { missing: "there is no `pulumi` on PATH" };
  let version;
  try {
    version = versionOf(pulumi);
  } catch (error) {
    return { missing: `${pulumi} does not run (${error.message.split("\n")[0]})` };
  }
  if (!atLeast(version, OLDEST)) return { missing: `${pulumi} is version ${version}, older than ${OLDEST}` };
  const beside = [path.dirname(pulumi), path.dirname(fs.realpathSync(pulumi))];
  const absent = partsOf(yaml).filter((part) => !findOnPath(part, beside) && !findOnPath(part));
  if (absent.length > 0) return { missing: `${pulumi} has no ${absent.join(", no ")} beside it or on PATH` };
  return { pulumi, version };
}
