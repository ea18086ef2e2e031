import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";

const executable = join(__dirname, "..", "..", "bin", "pulumi-resource-granary");

test("a plugin whose engine was killed ends by itself, so that it does not write beside the next run", async () => {
  const engine = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(engine, "listening");
  const address = `127.0.0.1:${(engine.address() as AddressInfo).port}`;
  const plugin = spawn(process.execPath, [executable, address], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(plugin, "exit");
  const [port] = await once(plugin.stdout, "data");
  expect(String(port)).toMatch(/^\d+\n$/);
  engine.close();
  const [code] = await ended;
  expect(code).toBe(1);
}, 20_000);
