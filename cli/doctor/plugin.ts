// Whether the engine finds the plugin, and whether what it finds starts.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Facts } from "./facts";
import { broken, type Check, type Finding, ok } from "./types";
import { Unavailable } from "./unavailable";

export const pluginCheck: Check = {
  id: "plugin",
  group: "environment",
  about: "the plugin of granary/plugin and YAML programs: found by the engine, and starts",
  run: plugin,
};

const SET_UP = "add to Pulumi.yaml: plugins: {providers: [{name: granary, path: node_modules/granary/bin}]}";

async function plugin(facts: Facts, signal: AbortSignal): Promise<Finding> {
  const { project, env } = facts;
  if (!project) throw new Unavailable("needs a Pulumi project; give its folder with --cwd");
  const text = readFileSync(project.file, "utf8");
  const folder = declaredFolder(parse(text));
  if (folder !== undefined) {
    const executable = executableIn(path.resolve(project.folder, folder));
    const where = `Pulumi.yaml names ${folder}`;
    if (!executable)
      return broken(`${where}, where there is no plugin`, "run npm install in the project, or correct the path");
    return started(executable, where, signal);
  }
  const onPath = (env.PATH ?? "").split(path.delimiter).map(executableIn).find(Boolean);
  if (onPath && !env.PULUMI_IGNORE_AMBIENT_PLUGINS) return started(onPath, "found on PATH", signal);
  // Without a plugin the dynamic front works as well as ever.
  if (/^\s*type:\s*["']?granary:/m.test(text))
    return broken("the YAML program needs the plugin, which is not set up", SET_UP);
  const resources = await facts.resources().catch(() => []);
  if (resources.some(({ rawType }) => rawType.startsWith("granary:"))) {
    return broken("the stack has resources of the plugin, which is not set up", SET_UP);
  }
  return ok("not set up; only granary/plugin and YAML programs need it");
}

function declaredFolder(project: unknown): string | undefined {
  const { plugins } = (project ?? {}) as { plugins?: { providers?: { name?: string; path?: string }[] } };
  return plugins?.providers?.find(({ name }) => name === "granary")?.path;
}

function executableIn(folder: string): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  return endings
    .map((ending) => path.join(folder, `pulumi-resource-granary${ending}`))
    .find((file) => existsSync(file));
}

/** A plugin that works says its port in the first line. It is started as the engine starts it, and ended at once. */
async function started(executable: string, where: string, signal: AbortSignal): Promise<Finding> {
  const remedy = "run npm install in the project; the plugin needs node on PATH";
  const child = spawn(executable, [], { stdio: ["ignore", "pipe", "pipe"], shell: executable.endsWith(".cmd") });
  const end = () => child.kill("SIGKILL");
  signal.addEventListener("abort", end, { once: true });
  try {
    return await new Promise<Finding>((resolve) => {
      let errors = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        errors += text;
      });
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        if (/^\d+\s*$/.test(text)) resolve(ok(`${where}; it starts`));
      });
      child.on("error", (error) => resolve(broken(`${where}, but it does not start: ${error.message}`, remedy)));
      child.on("close", (code) => {
        const said = errors.trim().split("\n")[0] || `it ended with exit code ${code}`;
        resolve(broken(`${where}, but it does not start: ${said}`, remedy));
      });
    });
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
}
