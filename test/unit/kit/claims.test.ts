import { createClaims } from "../../../provider/kit/claims";
import { UNKNOWN } from "../../../provider/kit/values";
import { run } from "./memory";

const KEY = "mem:Note/web";

describe("in the plugin front, where owners have URNs", () => {
  test("a resource renamed without an alias: the new name is checked and made, then the old one is left alone", () => {
    const claims = createClaims();
    expect(claims.claim(KEY, "urn:new", false)).toBeUndefined();
    claims.made(KEY, "urn:new");
    expect(claims.heldByAnother(KEY, "urn:old")).toBe(true);
  });

  test("a rename that a later run takes up again: the new name is only checked, and the old one is left alone", () => {
    const claims = createClaims();
    claims.claim(KEY, "urn:new", true);
    expect(claims.heldByAnother(KEY, "urn:old")).toBe(true);
  });

  test("a rename whose create comes without a check of its own", () => {
    const claims = createClaims();
    claims.made(KEY, "urn:new");
    expect(claims.heldByAnother(KEY, "urn:old")).toBe(true);
  });

  test("a replacement that keeps its id deletes its own old self before it is made, and never after", () => {
    const claims = createClaims();
    claims.claim(KEY, "urn:a", true);
    claims.claim(KEY, "urn:a", false);
    expect(claims.heldByAnother(KEY, "urn:a")).toBe(false);
    claims.made(KEY, "urn:a");
    expect(claims.heldByAnother(KEY, "urn:a")).toBe(true);
  });

  test("a replacement that changes its id deletes the old one", () => {
    const claims = createClaims();
    claims.claim("mem:Note/new", "urn:a", true);
    claims.made("mem:Note/new", "urn:a");
    expect(claims.heldByAnother("mem:Note/old", "urn:a")).toBe(false);
  });

  test("two resources that swap their ids leave each other's documents alone", () => {
    const claims = createClaims();
    claims.claim("mem:Note/x", "urn:b", true);
    claims.claim("mem:Note/y", "urn:a", true);
    expect(claims.heldByAnother("mem:Note/x", "urn:a")).toBe(true);
    expect(claims.heldByAnother("mem:Note/y", "urn:b")).toBe(true);
  });

  test("a plain delete and a destroy, where nothing is checked, delete", () => {
    expect(createClaims().heldByAnother(KEY, "urn:a")).toBe(false);
  });

  test("the second owner of a document is told the first, in every order of checks, and again when asked again", () => {
    const claims = createClaims();
    expect(claims.claim(KEY, "urn:a", true)).toBeUndefined();
    expect(claims.claim(KEY, "urn:b", false)).toBe("urn:a");
    expect(claims.claim(KEY, "urn:b", true)).toBe("urn:a");
    expect(claims.claim(KEY, "urn:a", false)).toBeUndefined();
    expect(claims.claim("mem:Note/other", "urn:b", false)).toBeUndefined();
  });
});

describe("in the dynamic front, where owners have no names", () => {
  test("a resource renamed without an alias: the new name is checked as new and made, then the old one is left alone", () => {
    const claims = createClaims();
    expect(claims.claim(KEY, undefined, false)).toBeUndefined();
    claims.made(KEY, undefined);
    expect(claims.heldByAnother(KEY, undefined)).toBe(true);
  });

  test("a rename that a later run takes up again: the new name is only checked, and the old one is left alone", () => {
    const claims = createClaims();
    claims.claim(KEY, undefined, true);
    expect(claims.heldByAnother(KEY, undefined)).toBe(true);
  });

  test("a replacement that keeps its id is checked both ways and deletes its own old self", () => {
    const claims = createClaims();
    claims.claim(KEY, undefined, true);
    claims.claim(KEY, undefined, false);
    expect(claims.heldByAnother(KEY, undefined)).toBe(false);
    claims.made(KEY, undefined);
    expect(claims.heldByAnother(KEY, undefined)).toBe(true);
  });

  test("a replacement that changes its id deletes the old one", () => {
    const claims = createClaims();
    claims.claim("mem:Note/new", undefined, true);
    claims.claim("mem:Note/new", undefined, false);
    expect(claims.heldByAnother("mem:Note/old", undefined)).toBe(false);
  });

  test("a plain delete and a destroy delete", () => {
    expect(createClaims().heldByAnother(KEY, undefined)).toBe(false);
  });

  test("a second claim can't be told from a replacement, so it is not refused here", () => {
    const claims = createClaims();
    claims.claim(KEY, undefined, false);
    expect(claims.claim(KEY, undefined, false)).toBeUndefined();
  });
});

describe("claims through the life of resources", () => {
  const news = { box: "web" };

  test("two resources of one program with one document: the second is refused, and both are named", async () => {
    const { life } = run();
    await life.check({ token: "mem:Note", news, urn: "urn:first" });
    const { problems } = await life.check({ token: "mem:Note", news, urn: "urn:second" });
    expect(problems).toEqual([
      {
        path: [],
        message:
          "web is managed by urn:first already; one document can have one owner, so remove one of the two or merge them",
      },
    ]);
  });

  test("a resource that takes over the document of another kind is a second owner of it, whichever comes first", async () => {
    const owned = { token: "mem:Note", news: { box: "web", owner: "me" }, urn: "urn:note" };
    const owner = { token: "mem:Owner", news, urn: "urn:owner" };
    const forwards = run().life;
    await forwards.check(owned);
    expect((await forwards.check(owner)).problems).toHaveLength(1);
    const backwards = run().life;
    await backwards.check(owner);
    expect((await backwards.check(owned)).problems[0]?.message).toContain("managed by urn:owner already");
    const apart = run().life;
    await apart.check({ ...owned, news });
    expect((await apart.check(owner)).problems).toEqual([]);
  });

  test("a renamed resource keeps its live document in every run, with and without URNs", async () => {
    for (const [old, fresh] of [
      ["urn:old", "urn:new"],
      [undefined, undefined],
    ]) {
      const first = run();
      await first.life.check({ token: "mem:Note", news, olds: {}, urn: fresh });
      await first.life.create("mem:Note", { ...news, text: "x" }, first.context, fresh);
      const { memory } = first;
      await first.life.remove("mem:Note", "web", {}, first.context, old);
      expect(memory.documents.has("web")).toBe(true);

      // The first run was killed before the delete: the next one has only the check of the new name.
      const second = run(memory);
      await second.life.check({ token: "mem:Note", news, olds: news, urn: fresh });
      await second.life.remove("mem:Note", "web", {}, second.context, old);
      expect(memory.documents.has("web")).toBe(true);
      expect(second.told).toHaveLength(1);

      // Taken out of the program, it goes.
      const third = run(memory);
      await third.life.remove("mem:Note", "web", {}, third.context, fresh);
      expect(memory.documents.has("web")).toBe(false);
    }
  });

  test("a replacement that keeps its id removes and makes, with and without URNs", async () => {
    for (const urn of ["urn:a", undefined]) {
      const { life, memory, context, told } = run();
      memory.documents.set("web", { colour: "red", version: 1 });
      const request = { token: "mem:Note", news: { box: "web", colour: "blue" }, urn };
      await life.check({ ...request, olds: { box: "web", colour: "red" } });
      await life.check(request);
      await life.remove("mem:Note", "web", {}, context, urn);
      await life.create("mem:Note", request.news, context, urn);
      expect(told).toEqual([]);
      expect(memory.asked).toEqual(["remove web", "observe web", "apply web"]);
    }
  });

  test("an id that is not known yet claims nothing", async () => {
    const { life } = run();
    for (const urn of ["urn:a", "urn:b"]) {
      expect((await life.check({ token: "mem:Note", news: { box: UNKNOWN }, urn })).problems).toEqual([]);
    }
  });
});
