// Takes the shell steps out of a pipeline file and runs them as the runner does: in order, with bash -e, until one fails.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";

export const folder = path.join(__dirname, "..", "..", "examples", "pipelines");

export interface StepRun {
  name: string;
  code: number;
  stdout: string;
  stderr: string;
}

export interface JobRun {
  steps: StepRun[];
  /** Exit code of the step that failed, or 0. */
  code: number;
  /** Values of GitHub's `${{ }}` in the settings of steps that are actions, by the action's name. */
  used: Record<string, Record<string, string>>;
}

export interface JobOptions {
  cwd: string;
  env: Record<string, string | undefined>;
  /** What stands in for `vars.NAME`, `secrets.NAME` and `github.token`. */
  context?: Record<string, string>;
}

interface GithubStep {
  name?: string;
  id?: string;
  run?: string;
  uses?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

export interface GithubFile {
  env: Record<string, string>;
  permissions: unknown;
  jobs: Record<string, { steps: GithubStep[]; permissions: Record<string, string> }>;
}

export function githubFile(): GithubFile {
  return parse(readFileSync(path.join(folder, "github", "granary.yml"), "utf8")) as GithubFile;
}

export async function runGithubJob(job: string, options: JobOptions): Promise<JobRun> {
  const file = githubFile();
  const home = mkdtempSync(path.join(tmpdir(), "granary-runner-"));
  const [outputFile, envFile] = [path.join(home, "output"), path.join(home, "env")];
  const outputs: Record<string, string> = {};
  const fill = (text: string) =>
    text.replace(/\$\{\{\s*([^}]+?)\s*\}\}/g, (_, expression: string) => {
      const output = /^steps\.(\w+)\.outputs\.(\w+)$/.exec(expression);
      if (output) return outputs[`${output[1]}.${output[2]}`] ?? "";
      if (expression.startsWith("env.")) return options.env[expression.slice(4)] ?? file.env[expression.slice(4)] ?? "";
      return options.context?.[expression] ?? "";
    });
  let env: Record<string, string | undefined> = {
    ...Object.fromEntries(Object.entries(file.env).map(([name, value]) => [name, fill(value)])),
    ...options.env,
    GITHUB_ACTIONS: "true",
    RUNNER_TEMP: home,
    GITHUB_OUTPUT: outputFile,
    GITHUB_ENV: envFile,
  };
  const run: JobRun = { steps: [], code: 0, used: {} };
  for (const step of file.jobs[job]!.steps) {
    if (step.uses) {
      const given = Object.entries(step.with ?? {}).map(([name, value]) => [name, fill(String(value))]);
      run.used[step.uses.split("@")[0]!] = Object.fromEntries(given);
    }
    if (!step.run || run.code !== 0) continue;
    writeFileSync(outputFile, "");
    writeFileSync(envFile, "");
    const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]));
    const done = await bash(step.run, options.cwd, { ...env, ...own });
    run.steps.push({ name: step.name ?? step.run, ...done });
    run.code = done.code;
    for (const [name, value] of assignments(outputFile)) outputs[`${step.id}.${name}`] = value;
    env = { ...env, ...Object.fromEntries(assignments(envFile)) };
  }
  return run;
}

function assignments(file: string): [string, string][] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
}

interface GitlabJob {
  script: string[];
  before_script: string[];
}

export function gitlabFile() {
  const parsed = parse(readFileSync(path.join(folder, "gitlab", ".gitlab-ci.yml"), "utf8"));
  return parsed as Record<string, GitlabJob> & { variables: Record<string, string> };
}

/** GitLab runs before_script and script as one script of the shell. */
export async function runGitlabJob(job: string, options: JobOptions): Promise<StepRun> {
  const file = gitlabFile();
  const script = [...file[".granary"]!.before_script, ...file[job]!.script].join("\n");
  const done = await bash(script, options.cwd, { ...file.variables, ...options.env, GITLAB_CI: "true", CI: "true" });
  return { name: job, ...done };
}

function bash(script: string, cwd: string, env: Record<string, string | undefined>): Promise<Omit<StepRun, "name">> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd,
      env: env as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
