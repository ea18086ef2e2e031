// kill -9 in the middle of an up, of pulumi itself or of the process that serves the resources: the next up goes on from
// there, and in the end everything is there, once.
import { killDuring, type Victim } from "./support/kill";
import { fronts, project, type Resources } from "./support/program";
import type { Run } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();
beforeEach(() => world.emulator.reset());

const errors = (run: Run) =>
  run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);

const bucket = "${shop.bucket}";
const resources: Resources = {
  shop: ["Bucket", { forceDestroy: true }],
  cors: ["BucketCors", { bucket, rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] }],
  tags: ["BucketTags", { bucket, tags: { team: "web" } }],
  page: ["BucketObject", { bucket, key: "index.html", content: "<h1>Shop</h1>" }],
};

test.each(fronts)("one up after another that dies, and then one that does not (%s)", async (front) => {
  const stack = await world.open({ files: project(front, resources, { bucketName: bucket }) });
  const dies = async (victim: Victim, operation: string) => {
    const killed = await killDuring(world.emulator, victim, { operation, done: true }, stack.up);
    expect(killed.code).not.toBe(0);
    if (victim === "pulumi") await stack.pulumi(["cancel", "--yes", "--stack", "test"]);
  };
  // The bucket is made, but the answer never comes; the next run asks for it again, and finds it.
  await dies("pulumi", "PutBucket");
  const made = await world.buckets();
  expect(made).toHaveLength(1);
  await dies("plugin", "PutBucket");
  await dies("pulumi", "PutBucketTags");

  const up = await stack.up();
  expect(errors(up)).toEqual([]);
  // One bucket, without a name of its own in the program, and it is the one of the state.
  const [outputs] = (await stack.state()).filter(({ type }) => type === "pulumi:pulumi:Stack");
  expect(await world.buckets()).toEqual(made);
  expect(outputs?.outputs).toEqual({ bucketName: made[0] });

  // What a user does about the note that a creation was interrupted.
  const refreshed = await stack.refresh({ args: ["--clear-pending-creates", "--expect-no-changes"] });
  expect(errors(refreshed)).toEqual([]);
  expect(refreshed.changes).toEqual({ same: 5 });
  const again = await stack.preview({ args: ["--expect-no-changes"] });
  expect(again.diagnostics).toEqual([]);
  expect(again.changes).toEqual({ same: 5 });
});
