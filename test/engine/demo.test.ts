// `npm run up` and `npm run down` on a copy of the source tree, as a newcomer runs them.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { packedModules, root } from "./support/engine";

jest.setTimeout(240_000);

let copy: string;
let port: string;

beforeAll(async () => {
  // What is built is taken along, as it was built from the same sources.
  await packedModules();
  copy = mkdtempSync(path.join(tmpdir(), "granary-demo-"));
  cpSync(root, copy, { recursive: true, filter: (file) => !/[/\\](node_modules|\.git|\.granary)$/.test(file) });
  mkdirSync(path.join(copy, ".granary"));
  cpSync(path.join(root, ".granary", "build.json"), path.join(copy, ".granary", "build.json"));
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  port = String(await freePort());
});
afterAll(async () => {
  if (existsSync(path.join(copy, ".granary", "state"))) await run("down");
  rmSync(copy, { recursive: true, force: true });
});

test("up creates the website and prints its URL; again it finds everything unchanged; down destroys it", async () => {
  const first = await run("up", "--port", port);
  expect(first.code).toBe(0);
  const [, url = ""] = /^The website: (\S+)$/m.exec(first.output) ?? [];
  expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/site-[0-9a-f]{7}/$`));
  expect(first.output).toContain("What to try next");
  expect(first.output).toContain(`curl ${url}`);
  expect(await (await fetch(url)).text()).toContain("<h1>It works</h1>");
  expect((await fetch(`${url}nowhere.html`)).status).toBe(404);

  const second = await run("up");
  expect(second.code).toBe(0);
  expect(second.output).toMatch(/Resources:\s+12 unchanged/);
  expect(second.output).toContain(`The website: ${url}`);

  const down = await run("down");
  expect(down.code).toBe(0);
  expect(down.output).toMatch(/Resources:\s+- 12 deleted/);
  expect(down.output).toContain("Stopped the emulator");
  await expect(fetch(url)).rejects.toThrow("fetch failed");

  const again = await run("down");
  expect([again.code, again.output]).toEqual([0, expect.stringContaining("There is nothing to destroy")]);
});

/** `npm run <script> -- <args>` in the copy. */
function run(script: string, ...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", ["run", script, "--", ...args], { cwd: copy, stdio: ["ignore", "pipe", "pipe"] });
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
