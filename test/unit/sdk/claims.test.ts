import * as pulumi from "@pulumi/pulumi";
import { oss } from "../../../sdk";
import { claimed } from "../../../sdk/runtime/claims";
import type { ResourceFacts } from "../../../sdk/runtime/facts";
import { isKnown, resolved, runProgram, unknown } from "../../support/mockStack";

const acl: ResourceFacts = {
  token: "store:BoxVisibility",
  properties: ["box"],
  key: ["box"],
  autonames: {},
  secrets: [],
  claims: {},
};
const box: ResourceFacts = {
  ...acl,
  token: "store:Box",
  claims: { visibility: ["store:BoxVisibility/{box}"] },
};
const label: ResourceFacts = { ...acl, token: "store:BoxLabel", key: ["box", "label"] };

// Comes first: the mock of an earlier run would still be there.
test("a program outside of a stack claims nothing", () => {
  const args = { box: "blue" };
  expect(claimed(acl, "one", args)).toBe(args);
});

test("two resources for one document are refused, and both are named", async () => {
  await runProgram(async () => {
    const first = claimed(acl, "one", { box: "blue" });
    const second = claimed(acl, "two", { box: pulumi.output("blue") });
    expect(await resolved(first.box)).toBe("blue");
    await expect(resolved(second.box)).rejects.toThrow(
      "store:BoxVisibility two: blue is managed by store:BoxVisibility one already; one document can have one owner, so remove one of the two or merge them",
    );
  });
});

test("an argument that owns another resource's document counts as its owner while it is set", async () => {
  await runProgram(async () => {
    const open = claimed(box, "open", { box: "red", visibility: undefined });
    const hidden = claimed(box, "hidden", { box: "blue", visibility: "hidden" });
    expect(await resolved(hidden.visibility)).toBe("hidden");
    expect(await resolved(claimed(acl, "for-open", { box: await resolved(open.box) }).box)).toBe("red");
    await expect(resolved(claimed(acl, "for-hidden", { box: "blue" }).box)).rejects.toThrow(
      "store:BoxVisibility for-hidden: blue is managed by store:Box hidden already",
    );
  });
});

test("documents of different keys are different", async () => {
  await runProgram(async () => {
    const labels = ["front", "back"].map((name) => claimed(label, name, { box: "blue", label: name }));
    expect(await Promise.all(labels.map(({ label }) => resolved(label)))).toEqual(["front", "back"]);
    await expect(resolved(claimed(label, "again", { box: "blue", label: "back" }).label)).rejects.toThrow(
      "store:BoxLabel again: blue/back is managed by store:BoxLabel back already",
    );
  });
});

test("a part of the key that is known stays known beside one that is not", async () => {
  await runProgram(async () => {
    const args = claimed(label, "one", { box: unknown(), label: "front" });
    expect(args.label).toBe("front");
    expect(await isKnown(args.box)).toBe(false);
    const known = claimed(label, "two", { box: pulumi.output("blue"), label: "front" });
    expect([await resolved(known.box), known.label]).toEqual(["blue", "front"]);
    await expect(
      resolved(claimed(label, "three", { box: Promise.resolve("blue"), label: "front" }).box),
    ).rejects.toThrow("store:BoxLabel three: blue/front is managed by store:BoxLabel two already");
  });
});

test("what is not known yet is not claimed and stays unknown", async () => {
  await runProgram(async () => {
    for (const name of ["one", "two"]) {
      const args = claimed(box, name, { box: unknown(), visibility: "hidden" });
      expect(await isKnown(args.box)).toBe(false);
      expect(await isKnown(args.visibility)).toBe(false);
    }
    // Its own value is known, but not which box it is for.
    expect(await resolved(claimed(acl, "three", { box: "undefined" }).box)).toBe("undefined");
  });
});

test("a missing key is left to the check", async () => {
  await runProgram(() => {
    const args = { box: undefined, visibility: "hidden" };
    expect(claimed(box, "one", args)).toBe(args);
  });
});

test("every run starts without claims", async () => {
  for (let run = 0; run < 2; run++) {
    const { registrations } = await runProgram(() => {
      new oss.BucketAcl("only", { bucket: "same", acl: "private" });
    });
    expect(registrations).toHaveLength(1);
  }
});
