// kill -9 in the middle of an up, of pulumi itself or of the process that serves the resources: the next up converges.
import { killDuring, type Victim } from "./support/kill";
import { fronts, javascript } from "./support/program";
import type { Run } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();
beforeEach(() => world.emulator.reset());

const errors = (run: Run) =>
  run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);

const program = `
  const shop = new oss.Bucket("shop", { forceDestroy: true });
  const { bucket } = shop;
  new oss.BucketCors("cors", { bucket, rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] });
  new oss.BucketTags("tags", { bucket, tags: { team: "web" } });
  new oss.BucketObject("page", { bucket, key: "index.html", content: "<h1>Shop</h1>" });
  exports.bucketName = bucket;
`;

describe.each(fronts)("%s", (front) => {
  test.each<[victim: Victim, operation: string]>([
    ["pulumi", "PutBucket"],
    ["plugin", "PutBucket"],
    ["pulumi", "PutBucketTags"],
  ])("%s dies before the answer to %s comes", async (victim, operation) => {
    const stack = await world.open({ files: javascript(front, program) });
    const killed = await killDuring(world.emulator, victim, { operation, done: true }, stack.up);
    expect(killed.code).not.toBe(0);
    if (victim === "pulumi") await stack.pulumi(["cancel", "--yes", "--stack", "test"]);

    const up = await stack.up();
    expect(errors(up)).toEqual([]);
    // One bucket, without a name of its own in the program, and it is the one of the state.
    expect(await world.buckets()).toEqual([(await stack.outputs()).bucketName]);

    // What a user does about the note that a creation was interrupted.
    const refreshed = await stack.refresh({ args: ["--clear-pending-creates", "--expect-no-changes"] });
    expect(errors(refreshed)).toEqual([]);
    expect(refreshed.changes).toEqual({ same: 5 });
    const again = await stack.preview({ args: ["--expect-no-changes"] });
    expect(again.diagnostics).toEqual([]);
    expect(again.changes).toEqual({ same: 5 });
  });
});
