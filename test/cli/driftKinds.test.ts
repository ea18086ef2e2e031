// `granary drift` on each kind of resource: what the lifecycle suite changes behind the provider's back is told at the
// same paths, in both fronts, and so is its removal.
import { type Front, fronts, project, type Resources } from "../engine/support/program";
import type { TestStack } from "../engine/support/stack";
import { useWorld } from "../engine/support/world";
import { bucketAcl, bucketPolicy, bucketReferer } from "../support/lives/access";
import { bucketCors } from "../support/lives/cors";
import { bucketCname, bucketMetaQuery } from "../support/lives/domains";
import type { Life } from "../support/lives/life";
import { bucketInventory, bucketReplication, bucketRetentionPolicy } from "../support/lives/protection";
import { bucketLifecycle, bucketWebsite } from "../support/lives/rules";
import { bucketEncryption, bucketTags, bucketVersioning } from "../support/lives/settings";
import { bucketLogging, bucketRequestPayment, bucketTransferAcceleration } from "../support/lives/switches";
import { driftJson } from "./support/drift";

const world = useWorld();

const KINDS: readonly Life[] = [
  ...[bucketAcl, bucketPolicy, bucketReferer, bucketCors, bucketCname, bucketMetaQuery, bucketInventory],
  ...[bucketLifecycle, bucketWebsite, bucketEncryption, bucketTags, bucketVersioning],
  ...[bucketLogging, bucketRequestPayment, bucketTransferAcceleration],
  ...[bucketReplication, bucketRetentionPolicy],
];

// A retention policy excludes versioning and mirrored websites, and replication wants both buckets alike: they have a
// bucket of their own.
const apart = (life: Life) => life === bucketReplication || life === bucketRetentionPolicy;
const inPlace = <T>(life: Life, value: T): T =>
  apart(life) ? JSON.parse(JSON.stringify(value).replaceAll("web-assets", "kept-assets")) : value;

/** What the program says: the inputs of the kind's first drift, or its fullest where nothing can be changed. */
function inputsOf(life: Life): Record<string, unknown> {
  const inputs = { ...(life.drifts[0]?.inputs ?? life.scenario.full), overwrite: undefined };
  // Braces of these texts are no references.
  return JSON.parse(JSON.stringify(inPlace(life, inputs)).replaceAll("${", "$${"));
}

async function deploy(front: Front): Promise<TestStack> {
  world.emulator.reset();
  for (const life of KINDS) if (life.prepare) await life.prepare(world.emulator);
  await world.sdk.putBucket("kept-assets");
  const resources = KINDS.map((life): [string, Resources[string]] => {
    const name = life.scenario.token.replace("oss:", "");
    return [name, [name, inputsOf(life)]];
  });
  const stack = await world.open({ files: project(front, Object.fromEntries(resources)) });
  expect((await stack.up()).diagnostics).toEqual([]);
  return stack;
}

test.each(fronts)(
  "%s: a change by hand of each kind of configuration is told at its property paths, and each removal as gone",
  async (front) => {
    const stack = await deploy(front);
    const deployed = world.emulator.snapshot();

    const changeable = KINDS.filter((life) => life.drifts.length > 0);
    for (const life of changeable) await world.emulator.change(inPlace(life, life.drifts[0]!.change));
    const changed = (await driftJson(stack)).report.stacks[0]!;
    const told = changed.findings.map((each) => [each.type, each.verdict, each.changes.map(({ path }) => path).sort()]);
    expect(told.sort()).toEqual(
      changeable.map((life) => [life.scenario.token, "changed", [...life.drifts[0]!.paths].sort()]).sort(),
    );
    expect(changed.counts).toMatchObject({ inSync: KINDS.length - changeable.length, gone: 0, unreadable: 0 });

    world.emulator.restore(deployed);
    const removable = KINDS.filter((life) => life.removal && life.ids.minimal === life.ids.full);
    for (const life of removable) await world.emulator.change(inPlace(life, life.removal!));
    const gone = (await driftJson(stack)).report.stacks[0]!;
    expect(gone.findings.map(({ type, verdict }) => [type, verdict]).sort()).toEqual(
      removable.map((life) => [life.scenario.token, "gone"]).sort(),
    );
    expect(gone.counts).toMatchObject({ inSync: KINDS.length - removable.length, changed: 0, unreadable: 0 });
    const judged = gone.findings.map(({ type, severity, rules }) => [type, severity, rules.map(({ rule }) => rule)]);
    expect(judged).toContainEqual(["oss:BucketRetentionPolicy", "high", ["worm-removed"]]);
    expect(judged).toContainEqual(["oss:BucketReplication", "medium", ["replication-removed"]]);
  },
);
