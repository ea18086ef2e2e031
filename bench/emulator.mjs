// The emulator that the benchmark runs against, and its journal.
import { createRequire } from "node:module";

const { startEmulator } = createRequire(import.meta.url)("../dist/emulator/index.js");

/** An emulator in this process, in memory: { url, env, requests(), stop() }. */
export async function openEmulator() {
  const emulator = await startEmulator({ oss: 0, memory: true });
  const url = emulator.urls.oss;
  return {
    url,
    env: emulator.env(),
    /** The names of the operations that were called since the last time. */
    async requests() {
      const entries = await (await fetch(`${url}/_granary/journal`)).json();
      await fetch(`${url}/_granary/journal`, { method: "DELETE" });
      return entries.map((entry) => entry.operation);
    },
    stop: () => emulator.stop(),
  };
}
