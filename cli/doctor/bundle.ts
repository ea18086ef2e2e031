// One file to send with a question: the report and what surrounds it, with everything taken out that is nobody's business.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, release } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { UsageError } from "../errors";
import type { Facts } from "./facts";
import { mask } from "./mask";
import type { Report } from "./report";
import { installed } from "./versions";

const PACKAGES = ["granary", "@pulumi/pulumi", "typescript", "ts-node", "@pulumi/alicloud"];
const VARIABLES =
  /^(OSS_|GRANARY_|ALIBABA_CLOUD_|ALICLOUD_|PULUMI_|NODE_|CI$|GITHUB_ACTIONS$|GITLAB_CI$|(HTTPS?|NO|ALL)_PROXY$)/i;

export function checkBundlePath(file: string): void {
  if (existsSync(file)) throw new UsageError(`${file} exists; remove it or name another file`);
  if (!existsSync(path.dirname(path.resolve(file)))) throw new UsageError(`there is no folder ${path.dirname(file)}`);
}

/** Written beside its place and moved there, so that it is whole or not there. Only the user can read it. */
export async function writeBundle(file: string, report: Report, facts: Facts): Promise<void> {
  const text = mask(`${JSON.stringify(await contentOf(report, facts), null, 2)}\n`);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

async function contentOf(report: Report, facts: Facts): Promise<Record<string, unknown>> {
  const { project, env } = facts;
  const folder = project?.folder ?? facts.cwd;
  return {
    about:
      "granary doctor: keys, tokens, account ids and values of the environment are left out; look through it before you send it",
    report,
    system: { platform: platform(), release: release(), arch: arch(), node: process.versions.node },
    packages: Object.fromEntries(PACKAGES.map((name) => [name, installed(name, folder)?.version ?? null])),
    // Their names only: what they hold may be anything.
    environment: Object.keys(env)
      .filter((name) => VARIABLES.test(name))
      .sort(),
    project: project ? programOf(project.file) : null,
    configuration: await configurationOf(facts),
  };
}

/** How the program runs; what it says is not needed. */
function programOf(file: string): Record<string, unknown> {
  const { runtime, plugins, packages } = (parse(readFileSync(file, "utf8")) ?? {}) as Record<string, unknown>;
  return { runtime, plugins, packages };
}

/** Names of the stack's settings; values of Granary's own that are no secrets. */
async function configurationOf(facts: Facts): Promise<unknown> {
  try {
    const { values } = await facts.stackConfig();
    const { config } = await facts.settings();
    const { accessKeyId, accessKeySecret, securityToken, ...open } = config;
    const hidden = { accessKeyId, accessKeySecret, securityToken };
    const keys = Object.entries(hidden).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    return { names: Object.keys(values).sort(), oss: open, keys };
  } catch (error) {
    return { unavailable: (error as Error).message };
  }
}
