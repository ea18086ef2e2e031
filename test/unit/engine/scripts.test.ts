// The programs behind package.json's scripts, as npm starts them; here only what they say before they do anything.
import { execFile } from "node:child_process";
import path from "node:path";

const root = path.join(__dirname, "..", "..", "..");

function node(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return nodeWith({}, ...args);
}

function nodeWith(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
    execFile(process.execPath, args, { cwd: root, env: { ...inherited, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test.each(["up", "down"])("npm run %s -- --help says what it does and which flags there are", async (name) => {
  const { code, stdout, stderr } = await node(`scripts/${name}.mjs`, "--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const flag of ["--yaml", "--port", "--live", "--yes", "--help"]) expect(stdout).toContain(flag);
});

test.each([
  [["scripts/up.mjs", "--port", "70000"], "--port takes a number from 1 to 65535, not 70000"],
  [["scripts/up.mjs", "--port"], "--port takes a number from 1 to 65535, not nothing"],
  [["scripts/down.mjs", "--port=x"], "--port takes a number from 1 to 65535, not x"],
  [["scripts/bench.mjs", "--count", "0"], "--count takes a number from 1 to 100000, not 0"],
  [["scripts/bench.mjs", "--fast"], "npm run bench does not take --fast"],
  [["scripts/build.mjs", "--fast"], "npm run build does not take --fast"],
])("%j is a misuse: exit code 2 and one sentence", async (args, message) => {
  const { code, stdout, stderr } = await node(...args);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("flags that are not the demo's own go to pulumi in their order", async () => {
  const spec = '{ "--yaml": "boolean", "--port": "port" }';
  const args = '["--refresh", "--yaml", "--target", "x", "--port=7490", "--diff"]';
  const script = `import { parse } from "./scripts/lib/arguments.mjs"; console.log(JSON.stringify(parse(${args}, ${spec})));`;
  const { stdout } = await node("--input-type=module", "-e", script);
  expect(JSON.parse(stdout)).toEqual({
    flags: { yaml: true, port: 7490 },
    rest: ["--refresh", "--target", "x", "--diff"],
  });
});

test.each([
  ["LTAI5tExampleKeyId1234", "LTAI...1234"],
  ["short", "***"],
])("an access key id is shown masked: %s as %s", async (id, shown) => {
  const script = `import { mask } from "./scripts/lib/live.mjs"; console.log(mask("${id}"));`;
  expect((await node("--input-type=module", "-e", script)).stdout).toBe(`${shown}\n`);
});

test.each([
  ["3.245.0", "3.245.0", true],
  ["3.244.9", "3.245.0", false],
  ["3.260.1-alpha.1", "3.245.0", true],
  ["10.0.0", "9.9.9", true],
  ["22.9.0", "22.13.0", false],
])("version %s is at least %s: %s", async (a, b, expected) => {
  const script = `import { atLeast } from "./engine/version.mjs"; console.log(atLeast("${a}", "${b}"));`;
  expect((await node("--input-type=module", "-e", script)).stdout).toBe(`${expected}\n`);
});

test.each([
  [{}, false],
  [{ FORCE_COLOR: "1" }, true],
  [{ FORCE_COLOR: "0" }, false],
  [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true],
])("with %j messages that go to no terminal are coloured: %s", async (env, coloured) => {
  const script = `import { step } from "./scripts/lib/say.mjs"; step("Building");`;
  const { stderr } = await nodeWith(env, "--input-type=module", "-e", script);
  expect(stderr).toBe(coloured ? "\u001b[1mBuilding\u001b[0m\n" : "Building\n");
});
