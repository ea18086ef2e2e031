// What goes wrong between Granary and the service, to the engine: said as it is, the state stays as it was, and the next run
// goes on from it. What is said of each failure is in test/lifecycle/failures.test.ts.
import { SECRET_KEY, TOKEN } from "../support/emulated";
import { type Front, fronts, project } from "./support/program";
import type { Run, TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();

const program = (front: Front, method: string) =>
  project(front, {
    shop: ["Bucket", { bucket: "shop-images" }],
    cors: ["BucketCors", { bucket: "${shop.bucket}", rules: [{ allowedOrigins: ["*"], allowedMethods: [method] }] }],
  });

test.each(fronts)(
  "what is refused leaves the state as it was, and the next up goes on from there (%s)",
  async (front) => {
    world.emulator.reset();
    const stack = await world.open({ files: program(front, "GET") });
    expect((await stack.up()).diagnostics).toEqual([]);
    const recorded = await stateOf(stack);

    const blind = await stack.refresh({ env: { OSS_ACCESS_KEY_SECRET: "wrong" } });
    expect(blind.code).not.toBe(0);
    expect(messages(blind)).toContainEqual(
      expect.stringMatching(
        /^\w+ on shop-images: SignatureDoesNotMatch \(403\) .*; request [0-9A-F]{24}( \(EC [0-9-]+\))?; check that the access key secret belongs to the access key id, and that no proxy changes requests$/,
      ),
    );
    expect(await stateOf(stack)).toEqual(recorded);

    stack.rewrite(program(front, "PUT"));
    await world.emulator.fault({ operation: "PutBucketCors", code: "AccessDenied", status: 403 });
    const refused = await stack.up();
    expect(refused.code).not.toBe(0);
    expect(messages(refused)).toContainEqual(
      expect.stringMatching(/^PutBucketCors on shop-images: AccessDenied \(403\) .*; give the key permission/),
    );
    expect(await stateOf(stack)).toEqual(recorded);
    for (const run of [blind, refused]) {
      expect(run.stdout + run.stderr).not.toContain(SECRET_KEY);
      expect(run.stdout + run.stderr).not.toContain(TOKEN);
    }

    await world.emulator.forget();
    const up = await stack.up();
    expect(up.diagnostics).toEqual([]);
    expect(up.changes).toEqual({ same: 2, update: 1 });
    expect(await world.emulator.operations()).toEqual(["PutBucketCors"]);
  },
);

/** What the state says of each resource; the engine's own notes (times, places in the program) left out. */
async function stateOf(stack: TestStack): Promise<object[]> {
  return (await stack.state()).map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }));
}

function messages(run: Run): string[] {
  return run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}
