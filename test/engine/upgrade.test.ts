// Stacks that released versions made (test/fixtures/upgrade), opened with the present one: nothing changes.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import schema from "../../schema.json";
import { root } from "./support/engine";
import { fronts, javascript, typeIn } from "./support/program";
import { prefixOf, stateFile } from "./support/recordedStacks";
import { useWorld } from "./support/world";

const world = useWorld();
const upgrade = path.join(root, "test", "fixtures", "upgrade");
const versions = readdirSync(upgrade).filter((name) => /^\d/.test(name));

test("there is a stack of the first version, with every resource that can last", () => {
  expect(versions).toContain("0.1.0");
  const program = readFileSync(path.join(upgrade, "0.1.0", "program.js"), "utf8");
  const names = Object.keys(schema.resources).map((token) => token.split(":").pop()!);
  // A token ends by itself after three days.
  expect(names.filter((name) => !program.includes(`new oss.${name}(`))).toEqual(["BucketCnameToken"]);
});

test.each(versions.flatMap((version) => fronts.map((front) => [version, front] as const)))(
  "a stack of version %s on the front %s is unchanged, for the program and for a refresh, and goes without a trace",
  async (version, front) => {
    const file = (name: string) => readFileSync(path.join(upgrade, version, name));
    world.emulator.restore(file("emulator.snapshot"));
    const program = file("program.js").toString().replaceAll("PREFIX", prefixOf(front));
    const state = file(stateFile(front)).toString();
    const stack = await world.open({ files: { ...javascript(front, program), "state.json": state } });
    const imported = await stack.pulumi(["stack", "import", "--file", "state.json", "--stack", "test"]);
    expect([imported.code, imported.stderr]).toEqual([0, ""]);
    const resources = (await stack.state()).filter(({ type }) => !type.startsWith("pulumi:providers:"));
    expect(resources.map(({ type }) => type)).toContain(typeIn(front, "BucketCors"));

    await world.emulator.forget();
    const preview = await stack.preview({ args: ["--diff", "--expect-no-changes"] });
    expect(preview.diagnostics).toEqual([]);
    expect(preview.changes).toEqual({ same: resources.length });
    expect(await world.emulator.journal()).toEqual([]);

    const refreshed = await stack.refresh({ args: ["--diff", "--expect-no-changes"] });
    expect(refreshed.diagnostics).toEqual([]);
    expect(refreshed.changes).toEqual({ same: resources.length });

    // What is locked for good stays, and so does its bucket.
    const rest = ["--target-dependents", "--target", `**${typeIn(front, "Bucket")}::shop`];
    const gone = await stack.destroy({ args: rest });
    expect(gone.diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining("emptied and deleted")]);
    expect(gone.code).toBe(0);
    expect((await stack.state()).map(({ urn }) => urn.split("::").pop())).not.toContain("cors");
    expect(await world.buckets()).not.toContain(`${prefixOf(front)}-images`);
  },
);
