// npm run down: `pulumi destroy` of what `npm run up` created; stops the emulator.
import { parse } from "./lib/arguments.mjs";
import { announce, demoExists, forgetStack, openDemo, pulumi, selectStack } from "./lib/demo.mjs";
import { stopEmulator } from "./lib/emulator.mjs";
import { confirmLive } from "./lib/live.mjs";
import { detail, main, step } from "./lib/say.mjs";

const HELP = `npm run down -- [flags] [flags of pulumi destroy]

Destroys what npm run up created, and stops the emulator that it started.

  --yaml        examples/static-website-yaml instead
  --port N      the emulator's port (default: the one in use, else 7480)
  --live        in your own account, with your own Pulumi backend, configuration and credentials; asks first
  -y, --yes     do not ask (with --live)
  -h, --help    this text
`;

await main(async () => {
  const { flags, rest } = parse(process.argv.slice(2), {
    "--yaml": "boolean",
    "--live": "boolean",
    "--port": "port",
    "--yes": "boolean",
    "-y": "boolean",
    "--help": "boolean",
    "-h": "boolean",
  });
  if (flags.help || flags.h) {
    process.stdout.write(HELP);
    return 0;
  }
  if (!flags.live && !demoExists(flags)) {
    step("There is nothing to destroy: npm run up was not run here");
    if (await stopEmulator()) step("Stopped the emulator");
    return 0;
  }
  const demo = await openDemo(flags);
  if (flags.live) await confirmLive(demo, "destroys resources", { yes: flags.yes || flags.y });
  await selectStack(demo);
  announce(demo, "Running pulumi destroy on");
  const code = await pulumi(demo, [
    "destroy",
    ...(flags.live ? [] : ["--yes", "--skip-preview", "--remove"]),
    ...(flags.yes || flags.y ? ["--yes"] : []),
    ...rest,
  ]);
  if (code !== 0) return code;
  if (!flags.live) forgetStack(demo);
  if (!flags.live && (await stopEmulator())) step("Stopped the emulator");
  else if (!flags.live) detail("the emulator was not started by npm run up, so it keeps running");
  return 0;
});
