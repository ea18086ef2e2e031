// `granary emulator` as users run it: the packed command.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packedModules } from "../engine/support/engine";
import { type GranaryRun, granary } from "./support/granary";

jest.setTimeout(180_000);

let folder: string;
beforeAll(async () => {
  await packedModules();
  folder = mkdtempSync(path.join(tmpdir(), "granary-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const emulator = (args: string[], env: Record<string, string> = {}): Promise<GranaryRun> =>
  granary({ folder, env: { PATH: process.env.PATH ?? "" } }, ["emulator", ...args], { env });

test("start, status, seed, export, reset, import and stop", async () => {
  writeFileSync(
    path.join(folder, "seed.json"),
    '{"buckets": [{"bucket": "shop", "acl": "public-read", "objects": {"k": "v"}}]}',
  );
  const started = await emulator(["--memory", "start", "--oss", "0"]);
  const [, url = ""] = /^oss (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(started.stdout) ?? [];
  expect({ started, url }).toEqual({
    started: { code: 0, stdout: `oss ${url}\n`, stderr: expect.stringContaining("stop ends it") },
    url: expect.stringMatching(/^http/),
  });
  const to = ["--url", url];
  const content = async () => (await fetch(`${url}/shop/k`)).text();

  expect((await emulator(["status", ...to])).stdout).toMatch(
    new RegExp(`^oss ${url} ok, \\d+\\.\\d+\\.\\d+, up \\d+ s\\n$`),
  );
  expect(JSON.parse((await emulator(["status", "--json"], { GRANARY_OSS_ENDPOINT: url })).stdout)).toMatchObject({
    url,
    ready: true,
  });

  expect(await emulator(["seed", "seed.json", ...to])).toEqual({ code: 0, stdout: "", stderr: "done seed.json\n" });
  expect(await content()).toBe("v");
  expect((await emulator(["export", "all.snapshot", ...to])).code).toBe(0);
  expect(readFileSync(path.join(folder, "all.snapshot")).subarray(0, 15).toString()).toBe("SQLite format 3");

  const asked = await emulator(["reset", ...to]);
  expect(asked).toEqual({
    code: 2,
    stdout: "",
    stderr: `granary: This deletes everything in the emulator at ${url}. Say --yes to go on where nobody can be asked.\n`,
  });
  expect(await content()).toBe("v");
  expect((await emulator(["reset", "--yes", ...to])).code).toBe(0);
  expect(await content()).toContain("NoSuchBucket");

  expect((await emulator(["import", "all.snapshot", ...to])).code).toBe(2);
  expect((await emulator(["import", "all.snapshot", "-y", ...to])).code).toBe(0);
  expect(await content()).toBe("v");
  const bad = await emulator(["import", "seed.json", "--yes", ...to]);
  expect([bad.code, bad.stderr]).toEqual([1, expect.stringMatching(/^granary: The snapshot cannot be restored: /)]);

  expect(await emulator(["stop", ...to])).toEqual({ code: 0, stdout: "", stderr: "" });
  await expect(fetch(url)).rejects.toThrow("fetch failed");
  const gone = await emulator(["status", ...to]);
  expect([gone.code, gone.stdout, gone.stderr]).toEqual([1, "", `no emulator answers at ${url}\n`]);
  const nobody = await emulator(["seed", "seed.json", ...to]);
  expect([nobody.code, nobody.stderr]).toEqual([
    1,
    `granary: No emulator answers at ${url}. Start one with granary emulator start, or name it with --url.\n`,
  ]);
});

test("start says why an emulator did not start", async () => {
  const { code, stdout, stderr } = await emulator(["start", "--oss", "0", "--seed", "nowhere"]);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: "granary: There is no seed nowhere.\n" });
});

test.each([
  [["--colour"], "error: unknown option '--colour'"],
  [["exec", "--memroy", "--", "true"], "(Did you mean --memory?)"],
  [
    ["sta"],
    "granary: granary emulator has no command sta; there are exec, start, stop, status, reset, seed, export, import",
  ],
  [["exec"], "error: missing required argument 'command'"],
  [["--memory", "--data", "x"], "granary: --memory and --data exclude each other."],
])("%j is misuse: exit code 2, nothing on standard output", async (args, message) => {
  const { code, stdout, stderr } = await emulator(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

test("help has examples first, every option, the environment variables and the exit codes; without colour", async () => {
  const { code, stdout, stderr } = await emulator(["--help"], { FORCE_COLOR: "1" });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Examples:\n {2}granary emulator --memory\n/);
  for (const text of [
    "--oss",
    "--seed",
    "--ready-file",
    "start",
    "exec",
    "import",
    "GRANARY_EMULATOR_OSS",
    "Exit codes:",
  ]) {
    expect(stdout).toContain(text);
  }
  expect(stdout).not.toContain("\u001b");
});

test("the help of the command itself leads on, and so does no command at all", async () => {
  const help = await granary({ folder, env: { PATH: process.env.PATH ?? "" } }, ["--help"]);
  expect([help.code, help.stderr]).toEqual([0, ""]);
  expect(help.stdout).toMatch(/^Examples:\n/);
  expect(help.stdout).toMatch(/\nManual: .*README\.md\n$/);
  const bare = await granary({ folder, env: { PATH: process.env.PATH ?? "" } }, []);
  expect([bare.code, bare.stdout, bare.stderr]).toEqual([2, "", help.stdout]);
  const near = await granary({ folder, env: { PATH: process.env.PATH ?? "" } }, ["emulater"]);
  expect([near.code, near.stdout]).toEqual([2, ""]);
  expect(near.stderr).toContain("error: unknown command 'emulater'\n(Did you mean emulator?)");
});

test.each([[["--help"]], [["emulator", "--help"]], [["review", "--help"]], [["--version"]]])(
  "%j loads neither emulator nor provider",
  async (args) => {
    const root = path.join(await packedModules(), "granary");
    const script = `
      process.argv = [process.execPath, "granary", ...${JSON.stringify(args)}];
      process.on("exit", () => {
        const loaded = Object.keys(require.cache).map((file) => file.split("/node_modules/").pop());
        console.log(JSON.stringify(loaded.filter((file) => !/^(commander\\/|granary\\/(dist\\/cli\\/|bin\\/))/.test(file))));
      });
      require(${JSON.stringify(path.join(root, "bin", "granary"))});`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    for await (const text of child.stdout.setEncoding("utf8")) output += text;
    expect(JSON.parse(output.trim().split("\n").pop() ?? "")).toEqual([]);
  },
);
