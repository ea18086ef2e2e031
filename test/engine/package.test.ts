// What users install: the files of the packed package, and programs of every module system and compiler setting on it.
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import manifest from "../../package.json";
import { packedModules, root } from "./support/engine";

jest.setTimeout(300_000);

let folder: string;
let packed: string;
beforeAll(async () => {
  const modules = await packedModules();
  packed = path.join(modules, "granary");
  folder = mkdtempSync(path.join(tmpdir(), "granary-package-"));
  symlinkSync(modules, path.join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

function run(program: string, args: string[], cwd = folder): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

test("the package holds what is built of each source, and nothing but what it needs besides", () => {
  const sources = ["cli", "emulator", "provider", "sdk"].flatMap((name) =>
    filesIn(path.join(root, name)).map((file) => `${name}/${file}`),
  );
  const built = sources
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [".js", ".js.map", ".d.ts", ".d.ts.map"].map((end) => `dist/${file.slice(0, -3)}${end}`));
  const others = [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "bin/granary",
    "bin/pulumi-resource-granary",
    "bin/pulumi-resource-granary.cmd",
    "package.json",
    "schema.json",
  ];
  expect(filesIn(packed)).toEqual([...others, ...built].sort());
});

test("it runs no script when it is installed", () => {
  const { scripts, type, peerDependencies } = manifest;
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare|pack|publish)/.test(name))).toEqual([]);
  expect(type).toBe("commonjs");
  expect(Object.keys(peerDependencies)).toEqual(["@pulumi/pulumi"]);
});

test("it asks for a Node.js on which every package that it needs works", () => {
  const [, own] = /^>=(\d+\.\d+)$/.exec(manifest.engines.node)!;
  const number = (version: string) => version.split(".").reduce((sum, part, i) => sum + Number(part) / 1000 ** i, 0);
  for (const name of [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]) {
    const { engines } = JSON.parse(readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8"));
    const needed = /\d+(\.\d+)*/.exec(engines?.node ?? "0")![0];
    expect({ name, enough: number(own!) >= number(needed) }).toEqual({ name, enough: true });
  }
});

test("every entry of the exports map exists, types first and default last", () => {
  for (const target of Object.values(manifest.exports)) {
    const entry = typeof target === "string" ? { default: target } : target;
    const conditions = Object.keys(entry);
    expect(["types,default", "default"]).toContain(conditions.join());
    for (const file of Object.values(entry))
      expect({ file, there: existsSync(path.join(packed, file)) }).toEqual({ file, there: true });
  }
  expect(manifest.main).toBe(manifest.exports["."].default);
  expect(manifest.types).toBe(manifest.exports["."].types);
});

test("source maps hold their sources, so that a step into the package shows them", () => {
  const map = JSON.parse(readFileSync(path.join(packed, "dist/sdk/index.js.map"), "utf8"));
  expect(map.sourcesContent[0]).toBe(readFileSync(path.join(root, "sdk/index.ts"), "utf8"));
});

const CLASSES = "Bucket BucketCors BucketObject getBuckets getBucketInfo".split(" ");

test("CommonJS requires every entry", async () => {
  writeFileSync(
    path.join(folder, "all.cjs"),
    `const names = ${JSON.stringify(CLASSES)};
     for (const entry of ["granary", "granary/plugin"]) console.log(names.every((name) => typeof require(entry).oss[name] === "function"));
     console.log(typeof require("granary/plugin").Provider, typeof require("granary/emulator").startEmulator,
       typeof require("granary/dynamic").provider, require("granary/schema.json").name, require("granary/package.json").name);`,
  );
  expect(await run(process.execPath, ["all.cjs"])).toEqual({
    code: 0,
    output: "true\ntrue\nfunction function function granary granary\n",
  });
});

test("ES modules import every entry by name", async () => {
  writeFileSync(
    path.join(folder, "all.mjs"),
    `import { oss } from "granary";
     import { oss as plugin, Provider } from "granary/plugin";
     import { startEmulator } from "granary/emulator";
     import { provider } from "granary/dynamic";
     const names = ${JSON.stringify(CLASSES)};
     console.log([oss, plugin].map((each) => names.every((name) => typeof each[name] === "function")).join(), typeof Provider, typeof provider);
     const emulator = await startEmulator({ memory: true });
     console.log((await fetch(emulator.urls.oss + "/_granary/ready")).status);
     await emulator.stop();`,
  );
  expect(await run(process.execPath, ["all.mjs"])).toEqual({ code: 0, output: "true,true function function\n200\n" });
});

const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import { oss } from "granary";
import { oss as plugin, Provider } from "granary/plugin";
import { type Emulator, type EmulatorOptions, startEmulator } from "granary/emulator";

const bucket = new oss.Bucket("b", { acl: "private" });
export const name: pulumi.Output<string> = bucket.bucket;
const provider = new Provider("p", { oss: { region: "cn-hangzhou" } });
const rules: plugin.BucketCorsRuleArgs[] = [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }];
new plugin.BucketCors("c", { bucket: bucket.bucket, rules }, { provider });
export const options: EmulatorOptions = { memory: true, seed: { buckets: [] } };
export const started: Promise<Emulator> = startEmulator(options);
`;

/** The compilers of this source tree: its own, and the older one that are-the-types-wrong brings. */
const compilers = {
  "TypeScript 6": require.resolve("typescript/package.json"),
  "TypeScript 5": require.resolve("typescript/package.json", { paths: [require.resolve("@arethetypeswrong/core")] }),
};

// skipLibCheck is off: the package's declarations are checked too, with everything that they refer to.
test.each([
  ["nodenext", ["commonjs", "module"], "TypeScript 6"],
  ["node16", ["module"], "TypeScript 5"],
  ["bundler", ["module"], "TypeScript 6"],
] as const)(
  "types hold with resolution %s for programs of type %j, in %s",
  async (moduleResolution, types, compiler) => {
    const project = path.join(folder, moduleResolution);
    mkdirSync(project);
    symlinkSync(path.join(folder, "node_modules"), path.join(project, "node_modules"));
    for (const type of types) {
      mkdirSync(path.join(project, type));
      const manifest = JSON.stringify({ name: "consumer", private: true, type });
      writeFileSync(path.join(project, type, "package.json"), manifest);
      // The mistake is found as well, so the types are those of the package.
      writeFileSync(path.join(project, type, "index.ts"), `${PROGRAM}new oss.Bucket("wrong", { acl: "open" });\n`);
    }
    const compilerOptions = {
      module: moduleResolution === "bundler" ? "esnext" : moduleResolution,
      moduleResolution,
      target: "es2022",
      lib: ["es2022", "esnext.disposable"],
      types: ["node"],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      pretty: false,
    };
    const files = types.map((type) => `${type}/index.ts`);
    writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    const { version } = JSON.parse(readFileSync(compilers[compiler], "utf8"));
    expect(`TypeScript ${version}`.startsWith(compiler)).toBe(true);
    const tsc = path.join(path.dirname(compilers[compiler]), "bin", "tsc");
    const { output } = await run(process.execPath, [tsc, "-p", "."], project);
    const errors = output.split("\n").filter((line) => /error TS/.test(line));
    expect(errors.map((line) => line.split("(")[0]).sort()).toEqual(files);
    for (const error of errors) {
      expect(error).toMatch(/index\.ts\(13,27\): error TS2322: Type '"open"' is not assignable/);
    }
  },
);
