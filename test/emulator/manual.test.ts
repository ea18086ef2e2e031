/** What docs/emulator.md shows works as it stands there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { startEmulator } from "../../emulator";
import { clientOf } from "./support/client";

const page = readFileSync(join(__dirname, "../../docs/emulator.md"), "utf8");

/** The options of curl that the page uses. */
function readCurl(line: string): { method: string; route: string; json?: string; file: boolean } {
  const json = /-d '([^']*)'/.exec(line)?.[1];
  const file = line.includes("--data-binary @all.snapshot");
  const method = /-X (\w+)/.exec(line)?.[1] ?? (json !== undefined || file ? "POST" : "GET");
  return { method, route: /\$G\/(\w+)/.exec(line)?.[1] ?? "", json, file };
}

test("every call of the control API", async () => {
  await using emulator = await startEmulator();
  const calls = page
    .split("\n")
    .filter((line) => line.startsWith("curl ") && line.includes("$G/"))
    .map(readCurl);
  const served = new Set<string>();
  let snapshot: ArrayBuffer | undefined;
  for (const { method, route, json, file } of calls) {
    const body = file ? snapshot : json;
    const answer = await fetch(`${emulator.urls.oss}/_granary/${route}`, { method, body });
    expect([method, route, json, answer.status]).toEqual([method, route, json, answer.status === 204 ? 204 : 200]);
    const content = await answer.arrayBuffer();
    snapshot = route === "snapshot" && method === "GET" ? content : snapshot;
    served.add(`${method} ${route}`);
  }
  await emulator.stopped;
  expect([...served].sort()).toEqual([
    "DELETE faults",
    "DELETE journal",
    "GET clock",
    "GET faults",
    "GET health",
    "GET journal",
    "GET operations",
    "GET ready",
    "GET seed",
    "GET snapshot",
    "GET version",
    "POST change",
    "POST clock",
    "POST faults",
    "POST reset",
    "POST seed",
    "POST snapshot",
    "POST stop",
  ]);
});

test("the seed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "granary-test-"));
  try {
    const [, yaml = ""] = /```yaml\n(buckets:[\s\S]*?)```/.exec(page) ?? [];
    const rule = "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>";
    writeFileSync(join(folder, "seed.yaml"), yaml);
    writeFileSync(join(folder, "cors.xml"), `<CORSConfiguration>${rule}</CORSConfiguration>`);
    const statement = {
      Effect: "Allow",
      Principal: ["*"],
      Action: ["oss:GetObject"],
      Resource: ["acs:oss:*:*:shop-images/*"],
    };
    writeFileSync(join(folder, "policy.json"), JSON.stringify({ Version: "1", Statement: [statement] }));
    writeFileSync(join(folder, "logo.png"), "not really");
    await using emulator = await startEmulator({ seed: join(folder, "seed.yaml") });
    const send = clientOf(emulator, { bucket: "shop-images", region: "cn-beijing" });
    const { configurations } = parse(yaml).buckets[0];
    expect(Object.keys(configurations).length).toBeGreaterThan(2);
    for (const query of Object.keys(configurations)) {
      expect([query, (await send({ query })).status]).toEqual([query, 200]);
    }
    expect((await send({ key: "index.html" })).text).toBe("<h1>It works</h1>");
    expect((await send({ key: "logo.png" })).headers["content-type"]).toBe("image/png");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
