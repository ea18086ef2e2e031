// npm run up: `pulumi up` of the website example, on the emulator or (--live) with the user's own settings.
import { parse } from "./lib/arguments.mjs";
import { announce, openDemo, outputs, pulumi, selectStack } from "./lib/demo.mjs";
import { confirmLive } from "./lib/live.mjs";
import { main } from "./lib/say.mjs";

const HELP = `npm run up -- [flags] [flags of pulumi up]

Runs pulumi up on examples/static-website, with granary installed from its packed package.
Without flags it runs on the local emulator and touches no cloud account.

  npm run up                  create or update the website on the emulator
  npm run up -- --refresh     look for drift first, then heal it
  npm run up -- --yaml        the same website in Pulumi YAML (examples/static-website-yaml)
  npm run down                destroy it again and stop the emulator

  --yaml        examples/static-website-yaml instead
  --port N      the emulator's port (default 7480)
  --live        your own Pulumi backend, configuration and credentials instead of the emulator; asks first
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
  const demo = await openDemo(flags);
  if (flags.live) await confirmLive(demo, "creates and changes resources", { yes: flags.yes || flags.y });
  await selectStack(demo);
  announce(demo, "Running pulumi up on");
  const code = await pulumi(demo, [
    "up",
    // On the emulator nobody is asked, so a preview would only compile and run the program twice.
    ...(flags.live ? [] : ["--yes", "--skip-preview"]),
    ...(flags.yes || flags.y ? ["--yes"] : []),
    ...rest,
  ]);
  if (code !== 0) return code;
  await printResult(demo, flags);
  return 0;
});

async function printResult(demo, flags) {
  const { bucketName, url } = await outputs(demo);
  // Path-style on the emulator: names under localhost resolve in browsers and curl, but not in every program.
  const website = demo.url ? `${demo.url}/${bucketName}/` : url;
  const yaml = flags.yaml ? " -- --yaml" : "";
  const program = flags.yaml ? "examples/static-website-yaml/Pulumi.yaml" : "examples/static-website/index.ts";
  const next = [
    ["see the page", `curl ${website}`],
    ["run it again: everything is unchanged", `npm run up${yaml}`],
    [`change a rule in ${program} and run it again`, `npm run up${yaml}`],
    ...(demo.url ? drift(demo.url, bucketName, flags.yaml) : []),
    [
      `destroy it${demo.url ? " and stop the emulator" : ""}`,
      `npm run down${yaml}${flags.live ? `${yaml ? "" : " --"} --live` : ""}`,
    ],
  ];
  const lines = next.flatMap(([what, command]) => [...(what ? [`  ${what}:`] : []), `    ${command}`]);
  process.stdout.write(`\nThe website: ${website}\n\nWhat to try next\n${lines.join("\n")}\n`);
}

// The control API changes the bucket behind Pulumi's back, as another tool or person would.
function drift(url, bucket, yaml) {
  const change = JSON.stringify({ bucket, document: "cors", value: null });
  return [
    [
      "remove the CORS rules behind Pulumi's back, then find that out and heal it",
      `curl -X POST ${url}/_granary/change -d '${change}'`,
    ],
    ["", `npm run up -- ${yaml ? "--yaml " : ""}--refresh`],
  ];
}
