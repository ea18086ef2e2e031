// Before a real account is touched: which one, and the user's word.
import { createInterface } from "node:readline/promises";
import { STACK } from "./demo.mjs";
import { collect } from "./run.mjs";
import { detail, Problem, step } from "./say.mjs";

/** Says which access key id and region will be used and where they come from, and asks. Throws when the answer is not yes. */
export async function confirmLive(demo, what, { yes }) {
  const settings = await stackSettings(demo);
  const key = firstOf([
    [settings.accessKeyId, "the stack's configuration"],
    [demo.env.OSS_ACCESS_KEY_ID, "OSS_ACCESS_KEY_ID"],
    [demo.env.ALIBABA_CLOUD_ACCESS_KEY_ID, "ALIBABA_CLOUD_ACCESS_KEY_ID"],
  ]);
  const region = firstOf([
    [settings.region, "the stack's configuration"],
    [demo.env.OSS_REGION, "OSS_REGION"],
    [demo.env.ALIBABA_CLOUD_REGION, "ALIBABA_CLOUD_REGION"],
    [demo.env.ALIBABA_CLOUD_REGION_ID, "ALIBABA_CLOUD_REGION_ID"],
  ]);
  const endpoint = firstOf([
    [settings.endpoint, "the stack's configuration"],
    [demo.env.GRANARY_OSS_ENDPOINT, "GRANARY_OSS_ENDPOINT"],
    [demo.env.OSS_ENDPOINT, "OSS_ENDPOINT"],
  ]);
  step(`This ${what} in a real Alibaba Cloud account`);
  detail(
    `access key id: ${key ? `${mask(key.value)} (from ${key.source})` : "from the credential chain of the vendor's tools (profile file, RAM role or OIDC)"}`,
  );
  detail(`region: ${region ? `${region.value} (from ${region.source})` : "not set"}`);
  if (endpoint) detail(`endpoint: ${endpoint.value} (from ${endpoint.source})`);
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new Problem("say --yes to go on where nobody can be asked: npm run up -- --live --yes");
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question("Go on? Type yes: ");
    if (answer.trim() !== "yes") throw new Problem("stopped; nothing was changed");
  } finally {
    prompt.close();
  }
}

/** `LTAI5tExample1234` -> `LTAI...1234`; a short one shows nothing of itself. */
export function mask(id) {
  return id.length < 12 ? "***" : `${id.slice(0, 4)}...${id.slice(-4)}`;
}

function firstOf(candidates) {
  const found = candidates.find(([value]) => value);
  return found && { value: found[0], source: found[1] };
}

async function stackSettings({ folder, pulumi, env }) {
  const result = await collect(pulumi, ["config", "--json", "--stack", STACK, "--non-interactive"], {
    cwd: folder,
    env,
  });
  if (result.code !== 0) return {};
  const setting = JSON.parse(result.stdout)["granary:oss"];
  return setting?.objectValue ?? (setting?.value ? JSON.parse(setting.value) : {});
}
