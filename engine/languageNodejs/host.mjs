#!/usr/bin/env node
// Stand-in for Pulumi's Node.js language host, which is not published as a Go module and so cannot be built with the
// rest of the engine. It serves pulumirpc.LanguageRuntime for an engine that engine/obtain.mjs built, and for no other.
// Like the official host it runs the program with the runner inside the *program's own* @pulumi/pulumi.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

/** Exit code of the runner when it has already shown the user what is wrong (@pulumi/pulumi cmd/run). */
const ALREADY_REPORTED = 32;

const engineAddress = process.argv.at(-1);
const running = new Set();

function requireFrom(folder) {
  return createRequire(path.join(folder, "package.json"));
}

/** Splits as a shell does, where quotes may be anywhere in a word: `--title='my site'` is one flag. */
function splitFlags(text) {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** The `runtime.options` of Pulumi.yaml: typescript (default true), tsconfig, nodeargs, packagemanager. */
function optionsOf(info) {
  return info?.getOptions()?.toJavaScript() ?? {};
}

function environmentFor(options) {
  const environment = { ...process.env, PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true) };
  if (options.tsconfig) environment.PULUMI_NODEJS_TSCONFIG_PATH = options.tsconfig;
  return environment;
}

/** Starts node; the child's exit code, or 1 when a signal ended it. */
function runNode(args, { cwd, env, onOutput }) {
  return new Promise((resolve, reject) => {
    const child = spawn("node", args, {
      cwd,
      env,
      stdio: ["ignore", onOutput ? "pipe" : "inherit", onOutput ? "pipe" : "inherit"],
    });
    running.add(child);
    child.stdout?.on("data", (data) => onOutput("stdout", data));
    child.stderr?.on("data", (data) => onOutput("stderr", data));
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

async function run(request) {
  const info = request.getInfo();
  const programFolder = info.getProgramDirectory();
  const options = optionsOf(info);
  let runner;
  try {
    runner = requireFrom(programFolder).resolve("@pulumi/pulumi/cmd/run");
  } catch {
    return failure(
      `${programFolder} has no @pulumi/pulumi in its node_modules: install the program's packages first (npm install)`,
    );
  }
  const config = JSON.stringify(Object.fromEntries(request.getConfigMap().toObject(true)));
  const args = [
    ...(options.nodeargs ? splitFlags(options.nodeargs) : []),
    runner,
    ...["--monitor", request.getMonitorAddress(), "--engine", engineAddress],
    ...["--organization", request.getOrganization(), "--project", request.getProject(), "--stack", request.getStack()],
    ...["--root-directory", info.getRootDirectory(), "--pwd", request.getPwd()],
    ...(request.getDryrun() ? ["--dry-run"] : []),
    ...["--parallel", String(request.getParallel()), info.getEntryPoint() || ".", ...request.getArgsList()],
  ];
  const code = await runNode(args, {
    cwd: request.getPwd(),
    env: {
      ...environmentFor(options),
      PULUMI_CONFIG: config,
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  });
  if (code === 0) return new language.RunResponse();
  if (code === ALREADY_REPORTED) return new language.RunResponse().setBail(true);
  return failure(`Program exited with non-zero exit code: ${code}`);
}

function failure(message) {
  return new language.RunResponse().setError(message);
}

/** Runs a plugin that is a PulumiPlugin.yaml folder with `runtime: nodejs`. */
async function runPlugin(call) {
  const request = call.request;
  const folder = request.getInfo().getProgramDirectory();
  const options = optionsOf(request.getInfo());
  const environment = Object.fromEntries(request.getEnvList().map((entry) => entry.split(/=(.*)/s, 2)));
  const code = await runNode(
    [requireFrom(folder).resolve("@pulumi/pulumi/cmd/run-plugin"), folder, ...request.getArgsList()],
    {
      cwd: request.getPwd(),
      env: { ...environmentFor(options), ...environment },
      onOutput: (stream, data) =>
        call.write(
          stream === "stdout"
            ? new language.RunPluginResponse().setStdout(data)
            : new language.RunPluginResponse().setStderr(data),
        ),
    },
  );
  call.write(new language.RunPluginResponse().setExitcode(code));
  call.end();
}

async function installDependencies(call) {
  const folder = call.request.getDirectory();
  const child = spawn("npm", ["install"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (data) => call.write(new language.InstallDependenciesResponse().setStdout(data)));
  child.stderr.on("data", (data) => call.write(new language.InstallDependenciesResponse().setStderr(data)));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`npm install in ${folder} ended with exit code ${code}`);
  call.end();
}

/** The packages that the program's package.json names, with the versions that are installed. */
function programDependencies(request) {
  const require = requireFrom(request.getInfo().getProgramDirectory());
  const names = Object.keys(require("./package.json").dependencies ?? {});
  const found = names.flatMap((name) => {
    const manifest = (require.resolve.paths(name) ?? [])
      .map((folder) => path.join(folder, name, "package.json"))
      .find(fs.existsSync);
    return manifest ? [new language.DependencyInfo().setName(name).setVersion(require(manifest).version)] : [];
  });
  return new language.GetProgramDependenciesResponse().setDependenciesList(found);
}

function cancel() {
  for (const child of running) child.kill("SIGINT");
  return new empty.Empty();
}

const unary = (answer) => (call, callback) => {
  Promise.resolve()
    .then(() => answer(call.request))
    .then((response) => callback(null, response))
    .catch((error) => callback({ code: grpc.status.INTERNAL, details: String(error.message ?? error) }));
};
const streaming = (answer) => (call) => {
  answer(call).catch((error) =>
    call.emit("error", { code: grpc.status.INTERNAL, details: String(error.message ?? error) }),
  );
};

// The engine holds the other end of stdin: its end means that the engine is gone, also when it was killed.
process.stdin.resume().on("end", () => {
  for (const child of running) child.kill("SIGTERM");
  process.exit(0);
});

const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(services.LanguageRuntimeService, {
  handshake: unary(() => new language.LanguageHandshakeResponse()),
  getPluginInfo: unary(() => new plugins.PluginInfo()),
  getRequiredPackages: unary(() => new language.GetRequiredPackagesResponse()),
  getRequiredPlugins: unary(() => new language.GetRequiredPluginsResponse()),
  about: unary(() => new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  runtimeOptionsPrompts: unary(() => new language.RuntimeOptionsResponse()),
  getProgramDependencies: unary(programDependencies),
  run: unary(run),
  runPlugin: streaming(runPlugin),
  installDependencies: streaming(installDependencies),
  cancel: unary(cancel),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
