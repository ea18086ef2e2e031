import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { windowsCommand } from "../../emulator/exec";
import { exchange } from "../../emulator/seed/client";
import { TLS } from "./support/tls";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "granary-test-"));
});
const children: ChildProcess[] = [];
afterEach(() => {
  // What a failed test has left running.
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

interface Running {
  child: ChildProcess;
  /** Standard output so far. */
  output(): string;
  errors(): string;
  /** The first line of standard output. */
  line: Promise<string>;
  ended: Promise<number | string>;
}

function run(args: string[], env: Record<string, string> = {}): Running {
  const child = spawn(
    process.execPath,
    ["-r", join(__dirname, "support/register.cjs"), join(__dirname, "support/serve.ts"), ...args],
    { cwd: directory, env: { ...process.env, ...env } },
  );
  children.push(child);
  let output = "";
  let errors = "";
  child.stderr.on("data", (text) => (errors += text));
  const line = new Promise<string>((resolve) =>
    child.stdout.on("data", (text) => {
      output += text;
      if (output.includes("\n")) {
        resolve(output.split("\n")[0]!);
      }
    }),
  );
  const ended = new Promise<number | string>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal!)),
  );
  return { child, output: () => output, errors: () => errors, line, ended };
}

describe("granary emulator", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "prints one line when it is ready, and stops cleanly on %s",
    async (signal) => {
      const running = run(["run", JSON.stringify({ oss: "0" })]);
      const url = (await running.line).replace(/^oss /, "");
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await fetch(`${url}/_granary/ready`)).status).toBe(200);
      expect(existsSync(join(directory, ".granary/emulator/store.sqlite"))).toBe(true);
      running.child.kill(signal);
      expect(await running.ended).toBe(0);
      expect([running.output(), running.errors()]).toEqual([`oss ${url}\n`, ""]);
    },
  );

  it("takes every option from the environment, and a flag before it", async () => {
    const env = {
      GRANARY_EMULATOR_OSS: "0",
      GRANARY_EMULATOR_MEMORY: "1",
      GRANARY_EMULATOR_HOST: "::1",
      GRANARY_EMULATOR_ACCESS_KEY_ID: "id",
      GRANARY_EMULATOR_ACCESS_KEY_SECRET: "secret",
      GRANARY_EMULATOR_REGION: "us-west-1",
    };
    const print =
      "console.log(Object.entries(process.env).filter(([n])=>/^OSS_|^GRANARY_OSS/.test(n)).map(e=>e.join('=')).sort().join(' '))";
    const running = run(
      ["exec", JSON.stringify({ host: "127.0.0.1", region: "cn-beijing" }), process.execPath, "-e", print],
      env,
    );
    expect(await running.ended).toBe(0);
    expect(running.output()).toMatch(
      /^GRANARY_OSS_ENDPOINT=http:\/\/127\.0\.0\.1:\d+ OSS_ACCESS_KEY_ID=id OSS_ACCESS_KEY_SECRET=secret OSS_REGION=cn-beijing\n$/,
    );
    expect(existsSync(join(directory, ".granary"))).toBe(false);
  });

  it("says in a file and as JSON where it is, and ends when it is told to", async () => {
    const running = run(["run", JSON.stringify({ oss: 0, memory: true, json: true, readyFile: "ready.json" })]);
    const { oss } = JSON.parse(await running.line);
    const file = join(directory, "ready.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ oss, pid: running.child.pid });
    expect((await fetch(`${oss}/_granary/stop`, { method: "POST" })).status).toBe(204);
    expect(await running.ended).toBe(0);
    expect([running.output(), running.errors()]).toEqual([`${JSON.stringify({ oss })}\n`, ""]);
    expect(existsSync(file)).toBe(false);
  });

  it("takes the rest of its options from the environment too", async () => {
    writeFileSync(join(directory, "cert.pem"), TLS.cert);
    writeFileSync(join(directory, "key.pem"), TLS.key);
    writeFileSync(
      join(directory, "seed.yaml"),
      "buckets: [{ bucket: seeded, acl: public-read, objects: { k: kept } }]",
    );
    const running = run(["run", "{}"], {
      GRANARY_EMULATOR_OSS: "0",
      GRANARY_EMULATOR_DATA: "elsewhere",
      GRANARY_EMULATOR_SEED: "seed.yaml",
      GRANARY_EMULATOR_CLOCK: "2031-05-06T07:08:09Z",
      GRANARY_EMULATOR_LATENCY: "1",
      GRANARY_EMULATOR_CERT: "cert.pem",
      GRANARY_EMULATOR_KEY: "key.pem",
      GRANARY_EMULATOR_EXTERNAL_URL: "https://storage.example.test",
      GRANARY_EMULATOR_STRICT_API_VERSION: "true",
      GRANARY_EMULATOR_READY_FILE: "ready.json",
      GRANARY_EMULATOR_JSON: "yes",
    });
    const { oss } = JSON.parse(await running.line);
    const get = async (path: string) => (await exchange({ url: oss, ca: TLS.cert }, "GET", path, {})).text;
    expect(oss).toMatch(/^https:/);
    expect(JSON.parse(await get("/_granary/clock")).now).toMatch(/^2031-05-06T07:08:/);
    expect(await get("/seeded/k")).toBe("kept");
    expect(existsSync(join(directory, "elsewhere/store.sqlite"))).toBe(true);
    running.child.kill("SIGTERM");
    expect(await running.ended).toBe(0);
  });

  it.each([
    [{ cert: "c.pem" }, "--cert and --key belong together."],
    [{ latency: "soon" }, "The latency must be a number of milliseconds, not soon."],
    [{ oss: 0, memory: true, seed: "nowhere" }, "There is no seed nowhere."],
    [{ oss: "70000" }, "The port must be a number from 0 to 65535, not 70000."],
    [{ memory: true, data: "x" }, "--memory and --data exclude each other."],
  ])("refuses %j", async (flags, message) => {
    const running = run(["run", JSON.stringify(flags)]);
    expect(await running.ended).toBe(1);
    expect(running.errors()).toBe(`${message}\n`);
  });
});

describe("granary emulator exec", () => {
  const exec = (code: string) => run(["exec", "{}", process.execPath, "-e", code]);

  it("serves its command, and ends with its exit code", async () => {
    const running = exec(
      "fetch(process.env.GRANARY_OSS_ENDPOINT+'/_granary/health').then(r=>r.json()).then(h=>{console.log(h.status);process.exitCode=7})",
    );
    expect(await running.ended).toBe(7);
    expect(running.output()).toBe("ok\n");
  });

  it("ends with 128 + n when signal n ended the command", async () => {
    expect(await exec("process.kill(process.pid,'SIGKILL')").ended).toBe(137);
  });

  it("passes signals on to the command", async () => {
    const running = exec("process.on('SIGTERM',()=>process.exit(42));console.log('up');setInterval(()=>{},1000)");
    await running.line;
    running.child.kill("SIGTERM");
    expect(await running.ended).toBe(42);
  });

  it("says when the command cannot be run", async () => {
    const running = run(["exec", "{}", "no-such-command-at-all"]);
    expect(await running.ended).toBe(127);
    expect(running.errors()).toContain("cannot run no-such-command-at-all: ENOENT");
    const none = run(["exec", "{}"]);
    expect(await none.ended).toBe(1);
    expect(none.errors()).toContain("Give a command after --");
  });
});

describe("on Windows", () => {
  const env = { Path: "C:\\tools;C:\\node", PATHEXT: ".COM;.EXE;.BAT;.CMD", comspec: "C:\\cmd.exe" };
  const there = new Set(["C:\\node\\npm", "C:\\node\\npm.CMD", "C:\\node\\node.EXE", "bin\\run.cmd"]);
  const commandOf = (program: string, ...args: string[]) =>
    windowsCommand(program, args, env, (path) => there.has(path));

  it("a program is started as it is", () => {
    expect(commandOf("node", "-e", "1 & 2")).toEqual({ program: "C:\\node\\node.EXE", args: ["-e", "1 & 2"] });
    expect(commandOf("nothing")).toEqual({ program: "nothing", args: [] });
  });

  it("what npm installs goes through the command processor, which changes nothing of it", () => {
    expect(commandOf("npm", "test", "--", "a b", 'say "hi" & 50%')).toEqual({
      program: "C:\\cmd.exe",
      args: [
        "/d",
        "/s",
        "/c",
        '"C:\\node\\npm.CMD ^^^"test^^^" ^^^"--^^^" ^^^"a^^^ b^^^" ^^^"say^^^ \\^^^"hi\\^^^"^^^ ^^^&^^^ 50^^^%^^^""',
      ],
      verbatim: true,
    });
    expect(commandOf("bin/run.cmd").args[3]).toBe('"bin\\run.cmd"');
  });
});

it("is cheap to import", async () => {
  const code = `require(${JSON.stringify(join(__dirname, "support/register.cjs"))}); require(${JSON.stringify(join(__dirname, "../../emulator/cli.ts"))}); console.log(Object.keys(require.cache).filter(n=>/emulator.*\\.ts$/.test(n)).length, process.moduleLoadList.some(n=>/node:sqlite|NativeModule sqlite/.test(n)))`;
  const child = spawn(process.execPath, ["-e", code]);
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  await new Promise((resolve) => child.once("close", resolve));
  expect(output).toBe("1 false\n");
});
