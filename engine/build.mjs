// The engine from Go modules: engine/pulumi and engine/yaml pin them with their go.mod and go.sum.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { findOnPath } from "./onPath.mjs";
import { goVersion, moduleFolder } from "./version.mjs";

const REPORT_EVERY = 10_000;

const PARTS = {
  pulumi: {
    module: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    about: "the Pulumi engine (about 4 minutes, 1.6 GB of Go module cache; once per user and version)",
    flags: (version) => `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
  },
  "pulumi-language-yaml": {
    module: "yaml",
    package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    about: "the YAML language host (about 2 minutes; once per user and version)",
    flags: () => "-s -w",
  },
};

/** Builds one part ("pulumi" or "pulumi-language-yaml") into `folder`; the file appears there only when complete. */
export async function buildPart(name, version, folder, { progress }) {
  const part = PARTS[name];
  const go = findOnPath("go");
  if (!go) throw new Error("there is no `go` on PATH");
  const temporary = path.join(folder, `.${name}.${process.pid}.tmp`);
  const installed = execFileSync(go, ["env", "GOVERSION"], { encoding: "utf8" }).trim();
  progress(`building ${part.about} with ${installed}`);
  const start = Date.now();
  const ticker = setInterval(() => progress(`building ${name}: ${elapsed(start)}`), REPORT_EVERY);
  try {
    const args = [
      "build",
      "-trimpath",
      "-buildvcs=false",
      "-mod=readonly",
      "-ldflags",
      part.flags(version),
      "-o",
      temporary,
      part.package,
    ];
    const { code, output } = await runGo(go, args, moduleFolder(part.module));
    if (code !== 0) {
      throw new Error(
        `go build ended with exit code ${code} (${installed}; ${goVersion()} or newer is needed):\n${lastLines(output, 15)}`,
      );
    }
    fs.renameSync(temporary, path.join(folder, name));
    progress(`built ${name} in ${elapsed(start)}`);
  } finally {
    clearInterval(ticker);
    fs.rmSync(temporary, { force: true });
  }
}

function runGo(go, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(go, args, {
      cwd,
      env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (data) => {
      output = (output + data).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

function lastLines(text, count) {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

function elapsed(start) {
  const seconds = Math.round((Date.now() - start) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
