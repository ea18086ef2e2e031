// The package as it would be published, and its installation into a project.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { filesUnder, markOf } from "./marks.mjs";
import { inRoot, inState } from "./paths.mjs";
import { collect } from "./run.mjs";
import { Problem, step } from "./say.mjs";
import { environment } from "./setup.mjs";

/** Packs what is built, as `npm pack` does. Returns { tarball, mark }: equal contents have equal names and marks. */
export async function pack() {
  const folder = inState("pack");
  fs.mkdirSync(folder, { recursive: true });
  const { name, version, files } = JSON.parse(fs.readFileSync(inRoot("package.json"), "utf8"));
  // npm takes seconds to pack, and every demo and every engine suite asks: the mark is taken of what it would pack.
  const contents = ["package.json", ...files].map((entry) => inRoot(entry));
  const mark = markOf(
    contents.flatMap((entry) => (fs.statSync(entry).isDirectory() ? filesUnder(entry) : [entry])).sort(),
  );
  // npm takes a tarball of an unchanged name for unchanged, so the mark is part of the name.
  const tarball = path.join(folder, `${name}-${version}-${mark}.tgz`);
  if (fs.existsSync(tarball)) {
    fs.utimesSync(tarball, new Date(), new Date());
    return { tarball, mark };
  }
  const scratch = fs.mkdtempSync(path.join(folder, ".new-"));
  try {
    const args = ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination", scratch];
    const result = await collect("npm", args, { cwd: inRoot(), env: environment() });
    if (result.code !== 0) throw new Problem(`npm pack failed:\n${result.output}`);
    const [packed] = fs.readdirSync(scratch);
    fs.renameSync(path.join(scratch, packed), tarball);
    removeOld(folder);
    return { tarball, mark };
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

// Another process may be about to install the tarball before this one, so only old ones go.
function removeOld(folder) {
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (name.endsWith(".tgz") && Date.now() - fs.statSync(file).mtimeMs > 24 * 3600 * 1000)
      fs.rmSync(file, { force: true });
  }
}

/**
 * Installs the packed package and the project's other dependencies into the project's node_modules, when the package or
 * the project's package.json changed since. The project's own files stay as they are.
 */
export async function installPacked(project, { tarball, mark }) {
  const stamp = path.join(project, "node_modules", ".granary-installed");
  const manifest = createHash("sha256")
    .update(fs.readFileSync(path.join(project, "package.json")))
    .digest("hex")
    .slice(0, 16);
  const wanted = `${mark} ${manifest}\n`;
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
  step(`Installing granary into ${path.relative(inRoot(), project) || project}`);
  const args = [
    "install",
    "--no-save",
    "--no-package-lock",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--prefer-offline",
    tarball,
  ];
  const result = await collect("npm", args, { cwd: project, env: environment() });
  if (result.code !== 0) throw new Problem(`npm install in ${project} failed:\n${result.output}`);
  fs.writeFileSync(stamp, wanted);
}
