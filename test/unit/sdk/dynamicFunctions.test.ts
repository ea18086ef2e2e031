import * as pulumi from "@pulumi/pulumi";
import { call, callOutput } from "../../../sdk/runtime/dynamicFunctions";
import { isKnown, isSecret, resolved, runProgram, unknown } from "../../support/mockStack";

jest.mock("../../../provider", () => {
  const { samplePackage } = jest.requireActual("../../support/samplePackage");
  return { granary: samplePackage };
});

const getBoxes = { token: "store:getBoxes", secret: false };

test("a function runs in the program with the stack's configuration", async () => {
  await runProgram(async () => {
    pulumi.runtime.setConfig("sample:store", '{"place":"the cellar"}');
    expect(await call(getBoxes, { colour: "red" }, undefined)).toEqual({
      boxes: [{ name: "red box in the cellar" }],
      total: 1,
    });
    pulumi.runtime.setConfig("sample:store", '{"place":"the attic"}');
    expect(await call(getBoxes, { colour: "red" }, undefined)).toMatchObject({
      boxes: [{ name: "red box in the attic" }],
    });
  });
});

test("bad arguments and bad configuration are refused with their paths", async () => {
  await runProgram(async () => {
    pulumi.runtime.setConfig("sample:store", "{}");
    await expect(call(getBoxes, { colour: 3 }, undefined)).rejects.toThrow(
      "store:getBoxes: colour: must be a string, not 3",
    );
    pulumi.runtime.setConfig("sample:store", '{"palce":"the cellar"}');
    await expect(call(getBoxes, {}, undefined)).rejects.toThrow(
      'configuration of sample: store.palce: is not an argument; did you mean "place"?',
    );
  });
});

test("on Bun a function is refused in one sentence that says what works there", async () => {
  Object.defineProperty(process.versions, "bun", { value: "1.4.5", configurable: true });
  try {
    await runProgram(async () => {
      await expect(call(getBoxes, {}, undefined)).rejects.toThrow(
        'store:getBoxes: functions of "granary" run in the program, which works on Node.js only; on Bun use "granary/plugin"',
      );
    });
  } finally {
    delete (process.versions as { bun?: string }).bun;
  }
});

test("the output form waits for its arguments, and a preview goes without what is unknown", async () => {
  await runProgram(async () => {
    pulumi.runtime.setConfig("sample:store", '{"place":"the cellar"}');
    const known = callOutput(getBoxes, { colour: pulumi.output("blue") }, undefined);
    expect(await resolved(known)).toEqual({ boxes: [{ name: "blue box in the cellar" }], total: 1 });
    expect(await isKnown(callOutput(getBoxes, { colour: unknown() }, undefined))).toBe(false);
  });
});

test("the output form waits for the resources that it depends on", async () => {
  await runProgram(async () => {
    const made = new pulumi.ComponentResource("test:index:Made", "made");
    const result = callOutput(getBoxes, { colour: "red" }, { dependsOn: [made] });
    expect(await resolved(result)).toMatchObject({ total: 1 });
  });
});

test("a preview goes without a call about a resource that does not exist yet, though its name is known", async () => {
  class Box extends pulumi.CustomResource {
    declare colour: pulumi.Output<string>;
    constructor(name: string) {
      super("test:index:Box", name, { colour: "red" });
    }
  }
  await runProgram(async () => {
    const [made, pending] = [new Box("made"), new Box("pending")];
    expect(await isKnown(pending.colour)).toBe(true);
    expect(await isKnown(callOutput(getBoxes, { colour: pending.colour }, undefined))).toBe(false);
    expect(await isKnown(callOutput(getBoxes, { colour: "red" }, { dependsOn: pending }))).toBe(false);
    expect(await isKnown(callOutput(getBoxes, { colour: made.colour }, undefined))).toBe(true);
  });
});

test("a refusal of the service is one sentence, without a stack", async () => {
  await runProgram(async () => {
    pulumi.runtime.setConfig("sample:store", '{"place":"nowhere"}');
    const refusal = await call(getBoxes, { colour: "red" }, undefined).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(pulumi.RunError);
    expect((refusal as Error).message).toBe("store:getBoxes: there is no place nowhere");
    pulumi.runtime.setConfig("sample:store", "{}");
  });
});

test("a result with secret values is secret", async () => {
  await runProgram(async () => {
    expect(await isSecret(callOutput(getBoxes, {}, undefined))).toBe(false);
    expect(await isSecret(callOutput({ ...getBoxes, secret: true }, {}, undefined))).toBe(true);
  });
});
