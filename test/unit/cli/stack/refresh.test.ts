// The events of a refresh -> what was read.
import type { EngineEvent, StepEvent } from "../../../../cli/stack/events";
import { observationsOf } from "../../../../cli/stack/refresh";

const URN = "urn:pulumi:dev::shop::granary:oss:BucketTags::tags";

function step(kind: StepEvent["kind"], op: string, fields: Partial<StepEvent> = {}): EngineEvent {
  const state = { custom: true, inputs: { bucket: "web" }, outputs: {} };
  return {
    step: {
      kind,
      op,
      urn: URN,
      type: "granary:oss:BucketTags",
      old: state,
      new: state,
      diffs: [],
      detailedDiff: {},
      ...fields,
    },
  };
}

test("a refresh says at its end whether a resource has drifted, is gone, or is as recorded", () => {
  const verdict = (op: string, fields?: Partial<StepEvent>) => {
    const found = observationsOf([step("pre", "refresh"), step("outputs", op, fields)]).get(URN)!;
    return [found.drifted, found.gone];
  };
  expect(verdict("same")).toEqual([false, false]);
  expect(verdict("update")).toEqual([true, false]);
  expect(verdict("delete")).toEqual([true, true]);
  expect(verdict("update", { new: null })).toEqual([true, true]);
});

test("in front of a preview it does not say so, but for what is gone; what follows is another operation", () => {
  const events = [step("pre", "refresh"), step("outputs", "refresh"), step("pre", "update"), step("outputs", "update")];
  expect(observationsOf(events).get(URN)).toMatchObject({ drifted: undefined, gone: false });
  expect(observationsOf([step("pre", "refresh"), step("outputs", "refresh", { new: null })]).get(URN)!.gone).toBe(true);
});

test("a read that has not ended, or that failed, is no observation", () => {
  expect(observationsOf([step("pre", "refresh")]).size).toBe(0);
  expect(observationsOf([step("pre", "refresh"), step("failed", "refresh")]).size).toBe(0);
  expect(observationsOf([step("outputs", "same")]).size).toBe(0);
});

test("what was replaced and waits for its deletion does not speak for its successor", () => {
  const old = { custom: true, delete: true, inputs: {}, outputs: {} };
  const events = [
    step("pre", "refresh", { old }),
    step("outputs", "delete", { old, new: null }),
    step("pre", "refresh"),
    step("outputs", "same"),
  ];
  expect(observationsOf(events).get(URN)).toMatchObject({ drifted: false, gone: false });
});

test("components are not read", () => {
  const component = { inputs: {}, outputs: {} };
  const events = [step("pre", "refresh", { old: component }), step("outputs", "same", { old: component })];
  expect(observationsOf(events).size).toBe(0);
});

test("what a provider gives back in plain where the record has a secret is shown by length and hash", () => {
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };
  const state = (tags: unknown) => ({ custom: true, inputs: { tags }, outputs: { tags } });
  const events = [
    step("pre", "refresh"),
    step("outputs", "update", {
      old: state({ token: secret, team: "web" }),
      new: state({ token: "opensesame", team: "ops" }),
    }),
  ];
  const { live } = observationsOf(events).get(URN)!;
  const tags = { token: expect.stringMatching(/^<redacted:10:[0-9a-f]{8}>$/), team: "ops" };
  expect(live).toEqual({ inputs: { tags }, outputs: { tags } });

  const whole = [step("pre", "refresh"), step("outputs", "update", { old: state(secret), new: state(["a", "b"]) })];
  expect(JSON.stringify(observationsOf(whole).get(URN)!.live)).not.toMatch(/"[ab]"/);
});
