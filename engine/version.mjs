// What is pinned, and where it is kept.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The oldest `pulumi` on PATH that is used instead of the pinned one. */
export const OLDEST = "3.245.0";

/** The folder of the Go module that pins a part of the engine: "pulumi" or "yaml". */
export function moduleFolder(name) {
  return path.join(here, name);
}

/** The version that engine/pulumi/go.mod pins, such as "3.255.0". */
export function pinnedVersion() {
  const [, version] = /pulumi\/pkg\/v3 v(\S+)/.exec(fs.readFileSync(path.join(here, "pulumi", "go.mod"), "utf8"));
  return version;
}

/** The Go version that the pinned modules need, such as "1.25.11". */
export function goVersion() {
  const [, version] = /^go (\S+)$/m.exec(fs.readFileSync(path.join(here, "pulumi", "go.mod"), "utf8"));
  return version;
}

/** The per-user cache folder of engines: $XDG_CACHE_HOME/granary/engine, or ~/.cache/granary/engine. */
export function cacheFolder() {
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "granary", "engine");
}

/** Whether version `a` is `b` or newer; both are dotted numbers, a pre-release tail is ignored. */
export function atLeast(a, b) {
  const numbers = (text) => text.split(/[-+]/)[0].split(".").map(Number);
  const [x, y] = [numbers(a), numbers(b)];
  for (let i = 0; i < 3; i++) {
    if ((x[i] ?? 0) !== (y[i] ?? 0)) return (x[i] ?? 0) > (y[i] ?? 0);
  }
  return true;
}
