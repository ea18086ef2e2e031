// What every example has to stand: a stack that is made once, stays as it is, shows no drift and goes without a trace.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./engine";
import type { Run, TestStack } from "./stack";
import { browse, useWorld, type World } from "./world";

interface Example {
  name: string;
  keeps: string;
  /** How many resources it has, the stack itself included. */
  resources: number;
  /** While it is up. */
  look(world: World, outputs: Record<string, string>): Promise<void>;
}

const EXAMPLES: Example[] = [
  {
    name: "static-website",
    keeps: "shows its pages at the URL that it exports",
    resources: 12,
    look: async (_world, { url = "" }) => {
      const [page, missing] = [await browse(url), await browse(`${url}nowhere.html`)];
      expect(page).toEqual({ status: 200, body: expect.stringContaining("<h1>It works</h1>") });
      expect(missing).toEqual({ status: 404, body: expect.stringContaining("<h1>There is no such page</h1>") });
    },
  },
  {
    name: "security-baseline",
    keeps: "keeps strangers out",
    resources: 7,
    look: async ({ emulator }, { bucketName }) => {
      expect((await browse(`${emulator.url}/${bucketName}/`)).status).toBe(403);
    },
  },
  {
    name: "data-protection",
    keeps: "keeps what was overwritten, and records as they are",
    resources: 6,
    look: async ({ sdk }, { workBucket = "", recordsBucket = "" }) => {
      sdk.useBucket(workBucket);
      await sdk.put("draft.txt", Buffer.from("first"));
      await sdk.put("draft.txt", Buffer.from("second"));
      expect((await sdk.getBucketVersions()).objects).toHaveLength(2);
      expect(await sdk.getBucketWorm(recordsBucket)).toMatchObject({ state: "InProgress", days: "90" });
    },
  },
  {
    name: "logs-and-inventory",
    keeps: "says where the logs and the inventory go",
    resources: 7,
    look: async ({ sdk }, { dataBucket = "", logsBucket = "" }) => {
      expect(await sdk.getBucketLogging(dataBucket)).toMatchObject({ enable: true, prefix: "access/" });
      const { inventory } = await sdk.getBucketInventory(dataBucket, "weekly");
      expect(JSON.stringify(inventory)).toContain(logsBucket);
      expect((await sdk.getBucketRequestPayment(dataBucket)).payer).toBe("Requester");
    },
  },
  {
    name: "custom-domain",
    keeps: "shows the site under its domain",
    resources: 7,
    look: async ({ emulator }) => {
      expect(await browse(`${emulator.url}/`, "www.example.com")).toEqual({ status: 200, body: "<h1>It works</h1>" });
    },
  },
  {
    name: "cross-region-replication",
    keeps: "has its buckets in two regions",
    resources: 6,
    look: async ({ sdk }, { sourceBucket, replicaBucket }) => {
      const { buckets } = await sdk.listBuckets();
      expect(Object.fromEntries(buckets!.map(({ name, region }) => [name, region]))).toEqual({
        [sourceBucket!]: "oss-cn-hangzhou",
        [replicaBucket!]: "oss-cn-beijing",
      });
    },
  },
];

/** Defines the tests of one language: "" is TypeScript, "-yaml" YAML. */
export function testExamples(suffix: "" | "-yaml"): void {
  const world = useWorld();
  test.each(EXAMPLES)("$name $keeps", (example) => liveThrough(world, example, suffix));

  test("every example is run", () => {
    expect(exampleFolders(suffix)).toEqual(EXAMPLES.map(({ name }) => `${name}${suffix}`).sort());
  });
}

/** The names of the examples' folders in one language. */
export function exampleFolders(suffix: "" | "-yaml"): string[] {
  return readdirSync(path.join(root, "examples"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.endsWith("-yaml") === (suffix === "-yaml"))
    .filter((entry) => existsSync(path.join(root, "examples", entry.name, "Pulumi.yaml")))
    .map((entry) => entry.name)
    .sort();
}

async function liveThrough(world: World, { name, resources, look }: Example, suffix: string): Promise<void> {
  const { emulator } = world;
  emulator.reset();
  // Their types are checked together, in a fifth of the time.
  const env = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  const stack = await world.open({ project: `examples/${name}${suffix}`, env });

  const created = await stack.up();
  expect(problemsOf(created)).toEqual([]);
  expect(created.changes).toEqual({ create: resources });
  const made = await recorded(stack);
  const own = made.find(({ type }) => type === "pulumi:pulumi:Stack");
  await look(world, own!.outputs as Record<string, string>);

  await emulator.forget();
  const again = await stack.up({ args: ["--refresh", "--expect-no-changes"] });
  expect(problemsOf(again)).toEqual([]);
  expect(again.changes).toEqual({ same: resources });
  // The refresh found everything as it was recorded, what the program does not say included.
  expect(await recorded(stack)).toEqual(made);
  // One look at each resource, and nothing else: no write, and never a list of the account's buckets. A bucket that is
  // elsewhere answers once where it is.
  const requests = await emulator.journal();
  expect(requests.filter(({ method }) => method !== "GET" && method !== "HEAD")).toEqual([]);
  expect(requests.map(({ operation }) => operation)).not.toContain("GetService");
  expect(requests.filter(({ code }) => code !== "AccessDenied")).toHaveLength(resources - 1);

  const gone = await stack.destroy();
  expect(problemsOf(gone)).toEqual([]);
  expect(gone.changes).toEqual({ delete: resources });
  expect(await stack.state()).toEqual([]);
  expect(await world.buckets()).toEqual([]);
}

/** What the state holds of each resource, in the order of their names. */
async function recorded(stack: TestStack) {
  const all = (await stack.state()).map(({ urn, type, id, inputs, outputs }) => ({ urn, type, id, inputs, outputs }));
  return all.sort((one, other) => (one.urn < other.urn ? -1 : 1));
}

/** Exit code, errors and warnings, so that a failing test shows them. */
function problemsOf(run: Run): string[] {
  const told = run.diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
  const messages = told.map(({ message }) => message);
  return run.code === 0 ? messages : [`exit code ${run.code}`, ...messages, run.stderr];
}
