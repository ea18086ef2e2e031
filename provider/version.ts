// Read at run time, so that package.json is the only place that names the version.
import { readFileSync } from "node:fs";
import { join } from "node:path";

function packageRoot(): string {
  // Sources lie one folder below the root, compiled files two.
  const near = join(__dirname, "..");
  return __dirname.includes(`${join("dist", "provider")}`) ? join(near, "..") : near;
}

/** Folder of the installed package. */
export const root = packageRoot();

export const version: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
