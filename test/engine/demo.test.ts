// `npm run up` and `npm run down` on a copy of the source tree, as a newcomer runs them.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Emulated, startEmulated } from "../support/emulated";
import { packedModules, root } from "./support/engine";

jest.setTimeout(240_000);

/** After the first run, which checks the types. */
const CHECKED = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

let copy: string;
let port: string;

beforeAll(async () => {
  // What is built is taken along, as it was built from the same sources.
  const modules = await packedModules();
  copy = mkdtempSync(path.join(tmpdir(), "granary-demo-"));
  cpSync(root, copy, { recursive: true, filter: (file) => !/[/\\](node_modules|\.git|\.granary)$/.test(file) });
  mkdirSync(path.join(copy, ".granary"));
  cpSync(path.join(root, ".granary", "build.json"), path.join(copy, ".granary", "build.json"));
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  installForYaml(modules);
  port = String(await freePort());
});
afterAll(async () => {
  if (existsSync(path.join(copy, ".granary", "state"))) await run("down");
  rmSync(copy, { recursive: true, force: true });
});

test("up creates the website and prints its URL; again it finds everything unchanged; down destroys it", async () => {
  const first = await run("up", "--port", port);
  expect(first.code).toBe(0);
  expect(first.output).toContain("Installing granary into examples/static-website");
  const [, url = ""] = /^The website: (\S+)$/m.exec(first.output) ?? [];
  expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/site-[0-9a-f]{7}/$`));
  expect(first.output).toContain("What to try next");
  expect(first.output).toContain(`curl ${url}`);
  expect(await (await fetch(url)).text()).toContain("<h1>It works</h1>");
  expect((await fetch(`${url}nowhere.html`)).status).toBe(404);

  const second = await runWith(CHECKED, "up");
  expect(second.code).toBe(0);
  expect(second.output).toMatch(/Resources:\s+12 unchanged/);
  expect(second.output).toContain(`The website: ${url}`);
  expect(second.output).not.toContain("Installing");

  const down = await run("down");
  expect(down.code).toBe(0);
  expect(down.output).toMatch(/Resources:\s+- 12 deleted/);
  expect(down.output).toContain("Stopped the emulator");
  await expect(fetch(url)).rejects.toThrow("fetch failed");

  const again = await run("down");
  expect([again.code, again.output]).toEqual([0, expect.stringContaining("There is nothing to destroy")]);
});

test("the YAML twin is the same website through the plugin", async () => {
  const first = await run("up", "--yaml", "--port", port);
  expect(first.code).toBe(0);
  const [, url = ""] = /^The website: (\S+)$/m.exec(first.output) ?? [];
  expect(await (await fetch(url)).text()).toContain("<h1>It works</h1>");
  expect(first.output).toContain("npm run up -- --yaml --refresh");

  const bucket = new URL(url).pathname.replaceAll("/", "");
  const change = { method: "POST", body: JSON.stringify({ bucket, document: "cors", value: null }) };
  expect((await fetch(`${new URL(url).origin}/_granary/change`, change)).status).toBe(204);
  const healed = await run("up", "--yaml", "--refresh");
  expect(healed.code).toBe(0);
  expect(healed.output).toMatch(/Resources:\s+\+ 1 created\s+11 unchanged/);

  const down = await run("down", "--yaml");
  expect([down.code, down.output]).toEqual([0, expect.stringMatching(/Resources:\s+- 12 deleted/)]);
});

describe("--live uses the user's own settings", () => {
  let account: Emulated;
  let backend: string;
  let settings: Record<string, string>;
  beforeAll(async () => {
    account = await startEmulated();
    backend = mkdtempSync(path.join(tmpdir(), "granary-backend-"));
    settings = {
      ...account.env(),
      ...CHECKED,
      OSS_REGION: "cn-hangzhou",
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: "of the user",
      PULUMI_HOME: path.join(backend, "home"),
    };
  });
  afterAll(async () => {
    await account.stop();
    rmSync(backend, { recursive: true, force: true });
  });

  test("it says whose account and which region, and does nothing where nobody can say yes", async () => {
    const refused = await runWith(settings, "up", "--live");
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("This creates and changes resources in a real Alibaba Cloud account");
    expect(refused.output).toContain("access key id: *** (from OSS_ACCESS_KEY_ID)");
    expect(refused.output).toContain("region: cn-hangzhou (from OSS_REGION)");
    expect(refused.output).toContain(`endpoint: ${account.url} (from GRANARY_OSS_ENDPOINT)`);
    expect(refused.output).toContain("say --yes to go on where nobody can be asked: npm run up -- --live --yes");
    expect(refused.output).not.toContain(account.env().OSS_ACCESS_KEY_SECRET);
    expect(await account.operations()).toEqual([]);
  });

  test("with --yes it creates the website there, in the user's own backend, and destroys it again", async () => {
    const up = await runWith(settings, "up", "--live", "--yes");
    expect([up.code, up.output]).toEqual([0, expect.stringContaining("npm run down -- --live")]);
    expect(up.output).toMatch(/Resources:\s+\+ 12 created/);
    expect(up.output).not.toContain("Starting the emulator");
    expect(existsSync(path.join(backend, ".pulumi", "stacks", "static-website", "dev.json"))).toBe(true);
    expect((await account.operations()).filter((name) => name === "PutBucket")).toHaveLength(1);

    const down = await runWith(settings, "down", "--live", "--yes");
    expect([down.code, down.output]).toEqual([0, expect.stringMatching(/Resources:\s+- 12 deleted/)]);
    expect(down.output).toContain("This destroys resources in a real Alibaba Cloud account");
  });
});

/** What `npm run up -- --yaml` would install, with the mark that says so: the first test shows that it installs. */
function installForYaml(modules: string): void {
  const project = path.join(copy, "examples", "static-website-yaml");
  const folder = path.join(project, "node_modules");
  mkdirSync(folder);
  for (const name of readdirSync(modules)) symlinkSync(path.join(modules, name), path.join(folder, name));
  const manifest = createHash("sha256")
    .update(readFileSync(path.join(project, "package.json")))
    .digest("hex");
  const [, pack] = /pack-(\w+)$/.exec(path.dirname(modules))!;
  writeFileSync(path.join(folder, ".granary-installed"), `${pack} ${manifest.slice(0, 16)}\n`);
}

/** `npm run <script> -- <args>` in the copy. */
function run(script: string, ...args: string[]): Promise<{ code: number; output: string }> {
  return runWith({}, script, ...args);
}

function runWith(
  env: Record<string, string>,
  script: string,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", ["run", script, "--", ...args], {
      cwd: copy,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
