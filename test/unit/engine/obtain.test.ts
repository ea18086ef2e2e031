// engine/obtain.mjs as its users run it: a program of its own, here with commands on PATH that stand for the real ones.
import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const obtain = path.join(__dirname, "..", "..", "..", "engine", "obtain.mjs");
const PINNED = "3.255.0";
/** A port where nothing listens, so that no test reaches the real site. */
const NOWHERE = "http://127.0.0.1:1";

let home: string;
let bin: string;
let tools: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "granary-obtain-"));
  bin = path.join(home, "bin");
  tools = path.join(home, "tools");
  mkdirSync(bin);
  mkdirSync(tools);
  // Only what the tests need: the machine may have a pulumi or a go of its own.
  symlinkSync(process.execPath, path.join(tools, "node"));
  for (const name of ["tar", "gzip", "sleep", "chmod"]) symlinkSync(which(name), path.join(tools, name));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function which(name: string): string {
  return execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
}

interface Outcome {
  code: number;
  stderr: string;
  engine?: { pulumi: string; version: string; how: string; env: Record<string, string> };
}

function run(env: Record<string, string> = {}, args: string[] = []): Promise<Outcome> {
  const own = {
    PATH: `${bin}:${tools}`,
    HOME: home,
    XDG_CACHE_HOME: path.join(home, "cache"),
    GRANARY_ENGINE_MIRROR: NOWHERE,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [obtain, ...args], { env: { ...own, ...env } }, (error, stdout, stderr) => {
      const code = error ? Number(error.code) : 0;
      resolve({ code, stderr, engine: code === 0 ? JSON.parse(stdout) : undefined });
    });
  });
}

function command(name: string, script: string, folder = bin): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, name), 0o755);
}

const engineFolder = () => path.join(home, "cache", "granary", "engine", PINNED);

/** A `go` whose build takes a moment, is noted in a log, and makes the file that -o names. */
function fakeGo(seconds = 0): void {
  command(
    "go",
    `[ "$1" = env ] && { echo go1.26.0; exit 0; }
echo "$PWD $*" >> "${home}/go.log"
while [ "$1" != -o ]; do shift; done
sleep ${seconds}
printf '#!/bin/sh\\necho v${PINNED}\\n' > "$2"
chmod +x "$2"`,
  );
}
const builds = () => (existsSync(`${home}/go.log`) ? readFileSync(`${home}/go.log`, "utf8").trim().split("\n") : []);

describe("pulumi on PATH", () => {
  test("is used when it is new enough and has the Node.js language host beside it", async () => {
    command("pulumi", "echo v3.260.1");
    command("pulumi-language-nodejs", "");
    command("pulumi-resource-pulumi-nodejs", "");
    const { engine, stderr } = await run();
    expect(engine).toMatchObject({ pulumi: path.join(bin, "pulumi"), version: "3.260.1", how: "path" });
    expect(engine?.env.GRANARY_LANGUAGE_NODEJS).toBeUndefined();
    expect(stderr).toBe("");
  });

  test.each([
    [
      "is older than 3.245.0",
      "echo v3.244.9",
      ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"],
      [],
      "is version 3.244.9, older than 3.245.0",
    ],
    [
      "has no Node.js language host",
      "echo v3.260.1",
      ["pulumi-resource-pulumi-nodejs"],
      [],
      "has no pulumi-language-nodejs beside it or on PATH",
    ],
    [
      "has no YAML language host, when that is asked for",
      "echo v3.260.1",
      ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"],
      ["--yaml"],
      "has no pulumi-language-yaml beside it or on PATH",
    ],
    ["does not run", "exit 3", ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"], [], "pulumi does not run"],
  ])("is not used when it %s", async (_, script, parts, args, reason) => {
    command("pulumi", script);
    for (const part of parts) command(part, "");
    const outcome = await run({ GRANARY_ENGINE: "path" }, args);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain(reason);
  });
});

describe("the official download", () => {
  let server: Server;
  let mirror: string;
  const asked: (string | undefined)[] = [];
  let answer: Buffer | number | "silence";

  beforeAll((done) => {
    server = createServer((request, response) => {
      asked.push(request.url);
      if (answer === "silence") return;
      if (typeof answer === "number") response.writeHead(answer).end();
      else response.end(answer);
    }).listen(0, "127.0.0.1", () => {
      mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sdk`;
      done();
    });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => asked.splice(0));

  function distribution(): Buffer {
    const folder = path.join(home, "distribution", "pulumi");
    command("pulumi", `echo v${PINNED}`, folder);
    for (const part of ["language-nodejs", "resource-pulumi-nodejs", "language-yaml"])
      command(`pulumi-${part}`, "", folder);
    return execFileSync("tar", ["-czf", "-", "-C", path.join(home, "distribution"), "pulumi"]);
  }

  test("is unpacked into the cache folder, and used from there the next time", async () => {
    answer = distribution();
    const { engine } = await run({ GRANARY_ENGINE_MIRROR: mirror }, ["--yaml"]);
    expect(engine).toMatchObject({ version: PINNED, how: "download" });
    expect(engine?.pulumi).toBe(path.join(`${engineFolder()}-official`, "pulumi"));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^\/sdk\/pulumi-v3\.255\.0-(linux|darwin)-(x64|arm64)\.tar\.gz$/);
    const again = await run({ GRANARY_ENGINE_MIRROR: mirror }, ["--yaml"]);
    expect(again.engine?.how).toBe("download");
    expect(again.stderr).toBe("");
    expect(asked).toHaveLength(1);
  });

  test.each([
    ["the answer is an error", 403, "HTTP status 403"],
    ["the archive is broken", Buffer.from("no archive"), "tar could not unpack it"],
  ])("leaves nothing behind when %s", async (_, given, reason) => {
    answer = given;
    const outcome = await run({ GRANARY_ENGINE_MIRROR: mirror, GRANARY_ENGINE: "download" });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain(reason);
    expect(readdirSync(path.dirname(engineFolder()))).toEqual([]);
  });

  test("gives up after five seconds without an answer", async () => {
    answer = "silence";
    const start = Date.now();
    const outcome = await run({ GRANARY_ENGINE_MIRROR: mirror, GRANARY_ENGINE: "download" });
    expect(outcome.stderr).toContain("no answer within 5 s");
    expect(Date.now() - start).toBeLessThan(10_000);
  });
});

describe("the build from Go modules", () => {
  test("follows when there is no pulumi and no download, and is used at once the next time", async () => {
    fakeGo();
    const { engine, stderr } = await run();
    expect(engine).toMatchObject({ pulumi: path.join(engineFolder(), "pulumi"), version: PINNED, how: "built" });
    expect(engine?.env.PATH?.split(":")).toContain(engineFolder());
    expect(engine?.env.GRANARY_LANGUAGE_NODEJS).toMatch(/engine\/languageNodejs\/host\.mjs$/);
    expect(stderr).toContain("the official download did not work: 127.0.0.1:1");
    expect(stderr).toContain("building the Pulumi engine (about 4 minutes");
    expect(builds()).toHaveLength(1);
    expect(builds()[0]).toMatch(
      /engine\/pulumi build -trimpath .*Version=3\.255\.0 .*github\.com\/pulumi\/pulumi\/pkg\/v3\/cmd\/pulumi$/,
    );
    expect(readdirSync(engineFolder()).sort()).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);

    const again = await run();
    expect(again.stderr).toBe("");
    expect(builds()).toHaveLength(1);
  });

  test("adds the YAML language host when that is asked for later", async () => {
    fakeGo();
    await run();
    const { engine } = await run({}, ["--yaml"]);
    expect(engine?.how).toBe("built");
    expect(builds()).toHaveLength(2);
    expect(builds()[1]).toMatch(/engine\/yaml build .*github\.com\/pulumi\/pulumi-yaml\/cmd\/pulumi-language-yaml$/);
  });

  test("happens once when two processes want it at the same time", async () => {
    fakeGo(1);
    const [one, two] = await Promise.all([run({ GRANARY_ENGINE: "build" }), run({ GRANARY_ENGINE: "build" })]);
    expect([one.engine?.how, two.engine?.how]).toEqual(["built", "built"]);
    expect(builds()).toHaveLength(1);
    expect(one.stderr + two.stderr).toContain("waiting for another process that builds the engine");
  });

  test("takes over from a process that died while it was building", async () => {
    fakeGo();
    mkdirSync(path.join(engineFolder(), ".lock"), { recursive: true });
    writeFileSync(path.join(engineFolder(), ".pulumi.1.tmp"), "half");
    const minuteAgo = new Date(Date.now() - 60_000);
    utimesSync(path.join(engineFolder(), ".lock"), minuteAgo, minuteAgo);
    const { engine } = await run({ GRANARY_ENGINE: "build" });
    expect(engine?.how).toBe("built");
    expect(readdirSync(engineFolder())).not.toContain(".pulumi.1.tmp");
  });

  test("says what the compiler said when it fails, and leaves no half-made file", async () => {
    command("go", '[ "$1" = env ] && { echo go1.20; exit 0; }\necho "go: go.mod requires go >= 1.25.11" >&2\nexit 1');
    const outcome = await run({ GRANARY_ENGINE: "build" });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain("go: go.mod requires go >= 1.25.11");
    expect(outcome.stderr).toContain("go build ended with exit code 1 (go1.20; 1.25.11 or newer is needed)");
    expect(readdirSync(engineFolder())).toEqual([]);
  });
});

test("where nothing works, one message says why and what to install", async () => {
  const outcome = await run({ PATH: tools });
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain("there is no `pulumi` on PATH");
  expect(outcome.stderr).toContain("the official download did not work: 127.0.0.1:1");
  expect(outcome.stderr).toContain("there is no `go` on PATH");
  expect(outcome.stderr).toContain(
    "Install Pulumi 3.245.0 or newer (https://www.pulumi.com/docs/install/), or Go 1.25.11 or newer (https://go.dev/dl/)",
  );
});

test("refuses a GRANARY_ENGINE that it does not know", async () => {
  const outcome = await run({ GRANARY_ENGINE: "docker" });
  expect(outcome.stderr).toContain('GRANARY_ENGINE is "docker"; it can be path, download or build');
});
