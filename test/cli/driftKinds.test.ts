// `granary drift` on each kind of resource: what the lifecycle suite changes behind the provider's back is told at the
// same paths, in both fronts, and so is its removal.
import { fronts, javascript } from "../engine/support/program";
import type { TestStack } from "../engine/support/stack";
import { useWorld } from "../engine/support/world";
import { bucketAcl, bucketPolicy, bucketReferer } from "../support/lives/access";
import { bucketCors } from "../support/lives/cors";
import { bucketCname, bucketMetaQuery } from "../support/lives/domains";
import { type Life, twoBuckets } from "../support/lives/life";
import { bucketInventory, bucketReplication, bucketRetentionPolicy } from "../support/lives/protection";
import { bucketLifecycle, bucketWebsite } from "../support/lives/rules";
import { bucketEncryption, bucketTags, bucketVersioning } from "../support/lives/settings";
import { bucketLogging, bucketRequestPayment, bucketTransferAcceleration } from "../support/lives/switches";
import { driftJson } from "./support/drift";

const world = useWorld();

// A retention policy excludes versioning and mirrored websites, and replication wants both buckets alike: they have a
// stack of their own.
const TOGETHER: readonly Life[] = [
  ...[bucketAcl, bucketPolicy, bucketReferer, bucketCors, bucketCname, bucketMetaQuery, bucketInventory],
  ...[bucketLifecycle, bucketWebsite, bucketEncryption, bucketTags, bucketVersioning],
  ...[bucketLogging, bucketRequestPayment, bucketTransferAcceleration],
];

const nameOf = (life: Life) => life.scenario.token.replace("oss:", "");
/** What the program says: the inputs of the kind's first drift, or its fullest where nothing can be changed. */
const inputsOf = (life: Life) => life.drifts[0]?.inputs ?? life.scenario.full;

async function deploy(front: (typeof fronts)[number], lives: readonly Life[]): Promise<TestStack> {
  world.emulator.reset();
  for (const life of lives) if (life.prepare) await life.prepare(world.emulator);
  if (!lives.some((life) => life.prepare)) await twoBuckets(world.emulator);
  const lines = lives.map((life) => {
    const name = nameOf(life);
    return `new oss.${name}("${name}", ${JSON.stringify({ ...inputsOf(life), overwrite: undefined })});`;
  });
  const stack = await world.open({ files: javascript(front, lines.join("\n")) });
  const run = await stack.up();
  expect(run.diagnostics).toEqual([]);
  return stack;
}

describe.each(fronts)("%s", (front) => {
  test("a change by hand of each kind of configuration is told at its property paths, and each removal as gone", async () => {
    const stack = await deploy(front, TOGETHER);
    const deployed = world.emulator.snapshot();
    expect((await driftJson(stack)).report.stacks[0]!.counts).toMatchObject({
      inSync: TOGETHER.length,
      changed: 0,
      gone: 0,
    });

    const changeable = TOGETHER.filter((life) => life.drifts.length > 0);
    for (const life of changeable) await world.emulator.change(life.drifts[0]!.change);
    const changed = (await driftJson(stack)).report.stacks[0]!;
    const told = changed.findings.map((each) => [each.type, each.verdict, each.changes.map(({ path }) => path).sort()]);
    expect(told.sort()).toEqual(
      changeable.map((life) => [life.scenario.token, "changed", [...life.drifts[0]!.paths].sort()]).sort(),
    );

    world.emulator.restore(deployed);
    const removable = TOGETHER.filter((life) => life.removal && life.ids.minimal === life.ids.full);
    for (const life of removable) await world.emulator.change(life.removal!);
    const gone = (await driftJson(stack)).report.stacks[0]!;
    expect(
      gone.findings
        .filter(({ verdict }) => verdict === "gone")
        .map(({ type }) => type)
        .sort(),
    ).toEqual(removable.map((life) => life.scenario.token).sort());
  });

  test("a replication rule that is another one, and a retention policy that has lapsed", async () => {
    const stack = await deploy(front, [bucketReplication, bucketRetentionPolicy]);
    await world.emulator.change(bucketReplication.drifts[0]!.change);
    await world.emulator.change(bucketRetentionPolicy.drifts[0]!.change);
    const changed = (await driftJson(stack)).report.stacks[0]!;
    expect(changed.findings).toMatchObject([
      { type: "oss:BucketReplication", changes: [{ path: "action" }, { path: "historicalObjectReplication" }] },
      { type: "oss:BucketRetentionPolicy", changes: [{ path: "retentionPeriodInDays" }] },
    ]);
    await world.emulator.change(bucketReplication.removal!);
    await world.emulator.change(bucketRetentionPolicy.removal!);
    const gone = (await driftJson(stack)).report.stacks[0]!;
    expect(gone.findings).toMatchObject([
      { verdict: "gone", severity: "high", type: "oss:BucketRetentionPolicy", rules: [{ rule: "worm-removed" }] },
      { verdict: "gone", severity: "medium", type: "oss:BucketReplication", rules: [{ rule: "replication-removed" }] },
    ]);
  });
});
