import * as pulumi from "@pulumi/pulumi";
import { seal, secretProperties } from "../../../sdk/runtime/secrets";
import { isSecret, resolved } from "../../support/mockStack";

test("a secret argument becomes secret, the rest stays plain", async () => {
  const sealed = seal({ name: "a", password: "x" }, [["password"]]) as Record<string, unknown>;
  expect(sealed.name).toBe("a");
  expect(await isSecret(sealed.password)).toBe(true);
  expect(await resolved(sealed.password)).toBe("x");
});

test("a secret inside an object, a list and a map is sealed where it is", async () => {
  const args = { lid: { code: "1", locked: true }, keys: [{ key: "2" }], codes: { front: "3" } };
  const sealed = seal(args, [
    ["lid", "code"],
    ["keys", "*", "key"],
    ["codes", "*"],
  ]) as {
    lid: Record<string, unknown>;
    keys: Record<string, unknown>[];
    codes: Record<string, unknown>;
  };
  expect(sealed.lid.locked).toBe(true);
  const values = [sealed.lid.code, sealed.keys[0]!.key, sealed.codes.front];
  expect(await Promise.all(values.map(isSecret))).toEqual([true, true, true]);
  expect(await Promise.all(values.map(resolved))).toEqual(["1", "2", "3"]);
});

test("an object that comes later is secret as a whole when a part of it is", async () => {
  for (const later of [pulumi.output({ code: "1" }), Promise.resolve({ code: "1" })]) {
    const sealed = seal({ lid: later }, [["lid", "code"]]) as Record<string, unknown>;
    expect(await isSecret(sealed.lid)).toBe(true);
  }
});

test("what is left out stays left out", () => {
  expect(seal({ password: undefined }, [["password"]])).toEqual({ password: undefined });
  expect(seal({ lid: null }, [["lid", "code"]])).toEqual({ lid: null });
});

test("only properties that are secret as a whole are named to the engine", () => {
  expect(secretProperties([["password"], ["lid", "code"], ["keys", "*", "key"]])).toEqual(["password"]);
});
