// Stacks through the real engine: how large states are, and how long 1,000 resources take beside a provider that does nothing.

import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { argumentsFor, needsOf } from "./samples.mjs";

const { resources } = JSON.parse(fs.readFileSync(new URL("../schema.json", import.meta.url), "utf8"));
const here = path.dirname(fileURLToPath(import.meta.url));

/** Opens a stack of a JavaScript program: { run(command), resources(), close() }. */
async function openStack({ engine, modules }, name, program, { env = {}, plugin } = {}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "granary-bench-"));
  const folder = path.join(home, "project");
  fs.mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  fs.mkdirSync(path.join(home, "state"));
  for (const entry of fs.readdirSync(modules)) {
    fs.symlinkSync(path.join(modules, entry), path.join(folder, "node_modules", entry));
  }
  fs.symlinkSync(path.join(here, "doNothing"), path.join(folder, "node_modules", "do-nothing"));
  const plugins = plugin ? `plugins:\n  providers:\n    - name: ${plugin.name}\n      path: ${plugin.path}\n` : "";
  const runtime = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n";
  fs.writeFileSync(path.join(folder, "Pulumi.yaml"), `name: bench-${name}\n${runtime}${plugins}`);
  fs.writeFileSync(path.join(folder, "package.json"), '{ "name": "bench", "private": true }');
  fs.writeFileSync(path.join(folder, "index.js"), program);
  const environment = {
    ...process.env,
    ...engine.env,
    ...env,
    PULUMI_HOME: path.join(home, "pulumi"),
    PULUMI_BACKEND_URL: `file://${path.join(home, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const run = (args) => pulumi(engine.pulumi, [...args, "--non-interactive"], { cwd: folder, env: environment });
  await run(["stack", "init", "bench"]);
  return {
    run,
    resources: async () => JSON.parse((await run(["stack", "export"])).stdout).deployment.resources,
    close: () => fs.rmSync(home, { recursive: true, force: true }),
  };
}

function pulumi(command, args, options) {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve({ stdout, seconds: (performance.now() - begin) / 1000 });
      else reject(new Error(`pulumi ${args.join(" ")} ended with exit code ${code}:\n${stdout.slice(-4000)}${stderr}`));
    });
  });
}

const granaryPlugin = (modules) => ({ name: "granary", path: path.join(modules, "granary", "bin") });

/** Each named resource -> { dynamic, plugin }: bytes of its entry in the exported state, as compact JSON. */
export async function measureStates(tools, emulator, names) {
  const result = Object.fromEntries(names.map((name) => [name, {}]));
  for (const front of ["dynamic", "plugin"]) {
    const calls = names.map((name) => {
      const bucket = `state-${front}-${name.toLowerCase()}`;
      const own = name === "Bucket" ? [] : [["Bucket", { bucket, forceDestroy: true }]];
      const before = [...own, ...needsOf(name, bucket)].map(
        ([other, args], i) =>
          `owners.push(new oss.${other}("of-${name}-${i}", ${JSON.stringify(args)}, { dependsOn: [...owners] }));`,
      );
      const args = JSON.stringify(argumentsFor(name, "create", bucket));
      return `{ const owners = []; ${before.join(" ")} new oss.${name}("the-${name}", ${args}, { dependsOn: owners }); }`;
    });
    const module = front === "plugin" ? "granary/plugin" : "granary";
    const program = `const { oss } = require("${module}");\n${calls.join("\n")}\n`;
    const plugin = front === "plugin" ? granaryPlugin(tools.modules) : undefined;
    const stack = await openStack(tools, `state-${front}`, program, { env: emulator.env, plugin });
    try {
      await stack.run(["up", "--yes", "--skip-preview"]);
      for (const resource of await stack.resources()) {
        const name = /::the-(\w+)$/.exec(resource.urn)?.[1];
        if (name) result[name][front] = JSON.stringify(resource).length;
      }
      await stack.run(["destroy", "--yes", "--skip-preview"]);
    } finally {
      stack.close();
    }
  }
  return result;
}

const OPERATIONS = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

/** Provider -> operation -> seconds, for `count` small objects of one bucket. */
export async function measureScale(tools, emulator, count, progress) {
  const objects = (make) => `for (let i = 0; i < ${count}; i++) ${make}\n`;
  const small = `{ bucket, key: "pages/" + i + ".html", content: "page " + i }`;
  const granary = (module, bucket) =>
    `const { oss } = require("${module}");\n` +
    `const { bucket } = new oss.Bucket("bucket", { bucket: "${bucket}", forceDestroy: true });\n` +
    objects(`new oss.BucketObject("object-" + i, ${small});`);
  // A class of as many properties, as Pulumi makes four promises of each, and a resource that the others depend on: both
  // cost what they cost whoever provides them.
  const properties = Object.keys(resources["granary:oss:BucketObject"].properties);
  const declared = properties.map((property) => `${property}: undefined`).join(", ");
  const idle = (type, extra) =>
    `const pulumi = require("@pulumi/pulumi");\nclass Thing extends pulumi.CustomResource {\n` +
    `  constructor(name, args) { super("${type}", name, { ${declared}, ...args, ${extra} }); }\n}\n` +
    `const { bucket } = new Thing("bucket", { bucket: "bench" });\n` +
    objects(`new Thing("object-" + i, ${small});`);
  const text = `__provider: 'exports.handler = () => require("do-nothing").provider;'`;
  const candidates = {
    "dynamic, does nothing": { program: idle("pulumi-nodejs:dynamic/bench:Thing", text) },
    "dynamic, granary": { program: granary("granary", "bench-dynamic") },
    "plugin, does nothing": {
      program: idle("donothing:index:Thing", ""),
      plugin: { name: "donothing", path: path.join(here, "doNothing") },
    },
    "plugin, granary": { program: granary("granary/plugin", "bench-plugin"), plugin: granaryPlugin(tools.modules) },
  };
  const result = {};
  for (const [name, { program, plugin }] of Object.entries(candidates)) {
    const stack = await openStack(tools, "scale", program, { env: emulator.env, plugin });
    result[name] = {};
    try {
      for (const [operation, args] of Object.entries(OPERATIONS)) {
        progress(`${operation} of ${count} resources: ${name}`);
        result[name][operation] = (await stack.run(args)).seconds;
      }
    } finally {
      stack.close();
    }
  }
  return result;
}
