// What every script needs before it can work: the packages, a Node.js that is new enough, and a fresh build.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { atLeast } from "../../engine/version.mjs";
import { inRoot } from "./paths.mjs";
import { collect } from "./run.mjs";
import { detail, Problem, step } from "./say.mjs";

/** The scripts themselves run on this Node.js; the rest on NEEDED, which an npm package brings where it is missing. */
const OLDEST = "20.19.0";
const NEEDED = "22.19.0";

/** Installs the packages of package-lock.json when they are not all there in the right versions. */
export async function installPackages() {
  if (!atLeast(process.versions.node, OLDEST)) {
    throw new Problem(`Node.js ${OLDEST} or newer is needed; this is ${process.versions.node} (https://nodejs.org)`);
  }
  const missing = missingPackages();
  if (missing.length > 0) {
    step(
      fs.existsSync(inRoot("node_modules")) ? "Updating the packages" : "Installing the packages (about half a minute)",
    );
    // Not npm ci: that begins by deleting what is there, also when a single version changed. The lockfile stays as it is.
    const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
    const result = await collect("npm", args, { cwd: inRoot() });
    if (result.code !== 0) throw new Problem(`npm install failed:\n${result.output}`);
  }
  checkNode();
}

// The hidden lockfile that npm keeps in node_modules says what is installed; modification times say nothing after a checkout.
function missingPackages() {
  const wanted = JSON.parse(fs.readFileSync(inRoot("package-lock.json"), "utf8")).packages;
  const file = inRoot("node_modules", ".package-lock.json");
  const installed = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")).packages : {};
  return Object.entries(wanted)
    .filter(([name, entry]) => name !== "" && !entry.optional && installed[name]?.version !== entry.version)
    .map(([name]) => name);
}

/** The environment for child processes: the tools of node_modules and a new enough Node.js come first on PATH. */
export function environment(extra = {}) {
  const folders = [...nodeFolder(), inRoot("node_modules", ".bin")];
  return { ...process.env, PATH: [...folders, process.env.PATH ?? ""].join(path.delimiter), ...extra };
}

let folder;

function nodeFolder() {
  if (folder) return folder;
  const onPath = execFileSync("node", ["--version"], { encoding: "utf8" }).trim().slice(1);
  if (atLeast(onPath, NEEDED)) folder = [];
  else folder = [inRoot("node_modules", "node", "bin")];
  return folder;
}

function checkNode() {
  const node = nodeFolder()[0];
  if (node && !fs.existsSync(path.join(node, "node"))) {
    throw new Problem(
      `Node.js ${NEEDED} or newer is needed. This is ${process.versions.node}, and the npm package "node" that should bring a newer one ` +
        `was not set up because npm's install scripts are switched off (ignore-scripts). Install a newer Node.js (https://nodejs.org), ` +
        `or run: npm rebuild node --ignore-scripts=false`,
    );
  }
}

/** Says which engine is used, once, in the words of engine/obtain. */
export function progressOf(title) {
  let told = false;
  return (line) => {
    if (!told) step(title);
    told = true;
    detail(line);
  };
}
