// A child process of the durability and command tests: `serve.ts <data directory>` or `serve.ts run|exec <json> ...`.
import { runEmulator, runEmulatorExec } from "../../../emulator/cli";
import { startEmulator } from "../../../emulator/start";

async function main(): Promise<void> {
  const [mode = "", flags = "{}", ...command] = process.argv.slice(2);
  if (mode === "run") {
    await runEmulator(JSON.parse(flags));
  } else if (mode === "exec") {
    process.exitCode = await runEmulatorExec(JSON.parse(flags), command);
  } else {
    const emulator = await startEmulator({ data: mode });
    process.stdout.write(`oss ${emulator.urls.oss}\n`);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
