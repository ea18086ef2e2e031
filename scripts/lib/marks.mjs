// Files and what is in them, as one short text: equal contents have equal marks.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { inRoot } from "./paths.mjs";

/** A mark of the names and the contents of these files, in this order. */
export function markOf(files) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash
      .update(`${path.relative(inRoot(), file)}\0`)
      .update(fs.readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

/** Every file below a folder, but for packages; none where there is no folder. */
export function filesUnder(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
