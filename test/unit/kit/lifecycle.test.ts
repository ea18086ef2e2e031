import { AlreadyExists, PartialFailure, ProviderBug } from "../../../provider/kit/errors";
import { createLifecycle } from "../../../provider/kit/lifecycle";
import { UNKNOWN, type Values } from "../../../provider/kit/values";
import { halfDone, memoryPackage, run } from "./memory";

const NOTE = "mem:Note";

async function refused(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error("it was not refused");
    },
    (error) => error as Error,
  );
}

describe("create", () => {
  test("looks once and writes once where there is nothing", async () => {
    const { life, memory, context } = run();
    const made = await life.create(NOTE, { box: "web", lines: ["a"] }, context);
    expect(made).toEqual({ id: "web", state: { box: "web", lines: ["a"], text: "", version: 1, place: "shelf" } });
    expect(memory.asked).toEqual(["observe web", "apply web"]);
  });

  test("adopts what is equal already without a write, whatever its spelling, so that it can be repeated", async () => {
    const { life, memory, context } = run();
    memory.documents.set("web", { text: "", lines: ["b", "a"], version: 7 });
    const made = await life.create(NOTE, { box: "web", lines: ["a", "b"], pin: "1234", overwrite: false }, context);
    expect(made.state).toEqual({
      box: "web",
      lines: ["a", "b"],
      pin: "1234",
      overwrite: false,
      text: "",
      version: 7,
      place: "shelf",
    });
    expect(memory.asked).toEqual(["observe web"]);
  });

  test("refuses what differs, names the paths, changes nothing and says what to do", async () => {
    const { life, memory, context } = run();
    memory.documents.set("web", { text: "theirs", lines: ["z"], version: 7 });
    const error = await refused(life.create(NOTE, { box: "web", lines: ["a"] }, context));
    expect(error).toBeInstanceOf(AlreadyExists);
    expect(error.message).toBe(
      "the note in box web is configured already and differs at text, lines; nothing was changed. " +
        "Import it (pulumi import granary:mem:Note NAME web), or set overwrite: true to replace what is there",
    );
    expect(memory.asked).toEqual(["observe web"]);
    expect(memory.documents.get("web")).toEqual({ text: "theirs", lines: ["z"], version: 7 });
  });

  test("does not refuse for what it does not manage", async () => {
    const { life, memory, context } = run();
    memory.documents.set("web", { text: "", owner: "them", version: 7 });
    await life.create(NOTE, { box: "web" }, context);
    expect(memory.asked).toEqual(["observe web"]);
  });

  test("replaces what differs when it is told to overwrite, knowing what was there", async () => {
    const { life, memory, context } = run();
    memory.documents.set("web", { text: "theirs", version: 7 });
    const made = await life.create(NOTE, { box: "web", text: "ours", overwrite: true }, context);
    expect(memory.asked).toEqual(["observe web", "apply web over observed"]);
    expect(made.state.version).toBe(8);
  });

  test("replaces what a service without any configuration answers", async () => {
    const { life, memory, context } = run();
    memory.documents.set("web", { text: "vacant", version: 0 });
    await life.create(NOTE, { box: "web", text: "ours" }, context);
    expect(memory.asked).toEqual(["observe web", "apply web over observed"]);
  });

  test("leaves it to a definition that has a create of its own", async () => {
    const { life, memory, context } = run();
    expect(await life.create("mem:Box", { name: "n" }, context)).toEqual({ id: "n", state: { name: "n" } });
    expect(memory.asked).toEqual(["create n"]);
  });
});

describe("a create that was left half done", () => {
  test("saves what is certain, and the next run writes the rest", async () => {
    const { life, memory, context } = run();
    memory.fail = halfDone();
    const inputs = { box: "web", text: "ours", colour: "red", pin: "1", overwrite: true };
    const error = await refused(life.create(NOTE, inputs, context));
    expect(error).toBeInstanceOf(PartialFailure);
    const { id, reasons, outputs } = error as PartialFailure;
    expect({ id, reasons }).toEqual({ id: "web", reasons: ["the second half failed"] });
    expect(outputs).toEqual({ box: "web", colour: "red", overwrite: true, text: "", version: 1 });

    const next = run(memory);
    expect(next.life.diff(NOTE, "web", outputs, inputs)).toEqual({
      changes: [
        { path: ["text"], kind: "update", replaces: false, local: false },
        { path: ["pin"], kind: "add", replaces: false, local: false },
      ],
      deleteBeforeReplace: false,
    });
    expect(await next.life.update(NOTE, outputs, inputs, context)).toMatchObject({ text: "ours", version: 2 });
    expect(memory.asked).toEqual(["apply web over prior"]);
  });

  test("is written again even if the saved state shows no difference", async () => {
    const { life, memory, context } = run();
    await life.update(NOTE, { box: "web", text: "", version: 1 }, { box: "web" }, context);
    expect(memory.asked).toEqual(["apply web over prior"]);
  });

  test("of an update keeps the state from before, so that the next run sees the difference again", async () => {
    const { life, memory, context } = run();
    memory.fail = halfDone();
    const olds = { box: "web", text: "old", version: 3, place: "shelf" };
    const error = (await refused(life.update(NOTE, olds, { box: "web", text: "new" }, context))) as PartialFailure;
    expect(error.outputs).toEqual({ box: "web", text: "old", version: 1, place: "shelf" });
  });

  test("any other failure goes through as it is", async () => {
    const { life, memory, context } = run();
    memory.fail = new Error("no answer");
    expect(await refused(life.create(NOTE, { box: "web" }, context))).toMatchObject({ message: "no answer" });
    memory.fail = new Error("no answer");
    expect(await refused(life.update(NOTE, { box: "web" }, { box: "web", text: "x" }, context))).toMatchObject({
      message: "no answer",
    });
  });
});

describe("update", () => {
  const olds = { box: "web", text: "a", version: 3, place: "shelf" };

  test("writes once and knows the state from before", async () => {
    const { life, memory, context } = run();
    memory.documents.set("web", { text: "a", version: 3 });
    expect(await life.update(NOTE, olds, { box: "web", text: "b" }, context)).toEqual({
      box: "web",
      text: "b",
      version: 4,
      place: "shelf",
    });
    expect(memory.asked).toEqual(["apply web over prior"]);
  });

  test("asks nothing of the service for a change that only steers Granary, or that ends the managing of a field", async () => {
    const { life, memory, context } = run();
    const owned = { ...olds, owner: "me" };
    expect(await life.update(NOTE, owned, { box: "web", text: "a", overwrite: true }, context)).toEqual({
      box: "web",
      text: "a",
      overwrite: true,
      version: 3,
      place: "shelf",
    });
    expect(memory.asked).toEqual([]);
  });

  test("writes when there is a change beside one that only steers", async () => {
    const { life, memory, context } = run();
    await life.update(NOTE, olds, { box: "web", text: "b", overwrite: true }, context);
    expect(memory.asked).toEqual(["apply web over prior"]);
  });
});

describe("diff", () => {
  const { life } = run();

  test("a replacement that keeps the id has to delete first, one that gets another id does not", () => {
    const olds = { box: "web", colour: "red" };
    expect(life.diff(NOTE, "web", olds, { box: "web", colour: "blue" }).deleteBeforeReplace).toBe(true);
    expect(life.diff(NOTE, "web", olds, { box: "other", colour: "blue" }).deleteBeforeReplace).toBe(false);
    expect(life.diff(NOTE, "web", olds, { box: "web", colour: "red", text: "x" }).deleteBeforeReplace).toBe(false);
  });

  test("the id counts as kept though other arguments are not known yet, and not while it is unknown itself", () => {
    const olds = { box: "web", colour: "red" };
    expect(life.diff(NOTE, "web", olds, { box: "web", colour: "blue", text: UNKNOWN }).deleteBeforeReplace).toBe(true);
    expect(life.diff(NOTE, "web", olds, { box: UNKNOWN, colour: "blue" }).deleteBeforeReplace).toBe(false);
  });
});

describe("read", () => {
  test("refreshes inputs and state, with what the service never gives back as recorded", async () => {
    const { life, memory, context } = run();
    memory.documents.set("web", { text: "drifted", lines: ["a"], version: 9 });
    const state = { box: "web", text: "", pin: "1234", overwrite: true, version: 1, place: "shelf" };
    expect(await life.read(NOTE, "web", context, state, { box: "web", pin: "1234", overwrite: true })).toEqual({
      id: "web",
      inputs: { box: "web", text: "drifted", lines: ["a"], pin: "1234", overwrite: true },
      state: { box: "web", text: "drifted", lines: ["a"], pin: "1234", overwrite: true, version: 9, place: "shelf" },
    });
    expect(memory.asked).toEqual(["observe web"]);
  });

  test("imports what is not a default", async () => {
    const { life, memory, context } = run();
    memory.documents.set("web", { text: "", lines: ["a"], owner: "me", version: 9 });
    expect(await life.read(NOTE, "web", context)).toEqual({
      id: "web",
      inputs: { box: "web", lines: ["a"] },
      state: { box: "web", lines: ["a"], text: "", version: 9, place: "shelf" },
    });
  });

  test("says nothing only if the service confirms that there is nothing", async () => {
    const { life, context } = run();
    expect(await life.read(NOTE, "web", context)).toBeUndefined();
  });

  test("refuses an id of another form with the form that it should have", async () => {
    const { life, context } = run();
    expect(await refused(life.read(NOTE, "", context))).toMatchObject({
      message: '"" is not the id of a mem:Note; it has the form <box>',
    });
  });
});

describe("remove", () => {
  test("removes, with the recorded state at hand", async () => {
    const { life, memory, context, told } = run();
    await life.remove(NOTE, "web", { overwrite: true }, context, "urn:a");
    expect(memory.asked).toEqual(["remove web overwrite true"]);
    expect(told).toEqual([]);
  });

  test("leaves alone what another resource of this run owns, and says why", async () => {
    const { life, memory, context, told } = run();
    await life.check({ token: NOTE, news: { box: "web" }, urn: "urn:new" });
    await life.create(NOTE, { box: "web" }, context, "urn:new");
    memory.asked.length = 0;
    await life.remove(NOTE, "web", {}, context, "urn:old");
    expect(memory.asked).toEqual([]);
    expect(told).toEqual([
      "left the note in box web as it is: another resource of this program manages it now (add an alias to a renamed resource to keep its state as well)",
    ]);
  });

  test("leaves alone what another kind of resource has taken over", async () => {
    const { life, memory, context } = run();
    await life.check({ token: NOTE, news: { box: "web", owner: "me" }, urn: "urn:note" });
    await life.remove("mem:Owner", "web", {}, context, "urn:owner");
    expect(memory.asked).toEqual([]);
    await life.remove("mem:Owner", "other", {}, context, "urn:owner");
    expect(memory.asked).toEqual(["remove owner of other"]);
  });
});

describe("check", () => {
  const { life } = run();
  const check = (news: Values, olds?: Values) => life.check({ token: NOTE, news, olds });

  test("gives back prepared inputs, without the line of code that the dynamic front carries", async () => {
    expect(await check({ box: "c1", __provider: "code" })).toEqual({
      inputs: { box: "c1", stamp: "stamped" },
      problems: [],
    });
  });

  test("gives back problems of fields and rules at once, with the inputs as they were", async () => {
    const news = { box: "c2", colour: "green", text: "bad", owner: "bad" };
    expect(await check(news)).toEqual({
      inputs: news,
      problems: [
        { path: ["colour"], message: '"green" is not one of red, blue' },
        { path: ["text"], message: "and owner must not both be bad" },
      ],
    });
  });

  test("gives back changes that can't be made, where there is something to change and all of it is known", async () => {
    expect((await check({ box: "c3", text: "x" }, { box: "c3", text: "locked" })).problems).toEqual([
      { path: ["text"], message: "is locked" },
    ]);
    expect((await check({ box: "c3", text: UNKNOWN }, { box: "c3", text: "locked" })).problems).toEqual([]);
    expect((await check({ box: "c3", text: "x" }, {})).problems).toEqual([]);
  });

  test("keeps values out of messages that the program made secret", async () => {
    const request = { token: NOTE, news: { box: "c4", colour: "hunter2" }, secrets: [["colour"]] };
    expect((await life.check(request)).problems).toEqual([
      { path: ["colour"], message: "the value is not one of red, blue" },
    ]);
  });

  test("names what the program leaves unnamed: as before, else with the front's name, else it says so", async () => {
    const named = (olds?: Values, name?: string) =>
      life.check({
        token: "mem:Box",
        news: {},
        olds,
        autoname: name === undefined ? undefined : (max) => `${name}-${max}`,
      });
    expect((await named(undefined, "web")).inputs).toEqual({ name: "web-20" });
    expect((await named({ name: "before" }, "web")).inputs).toEqual({ name: "before" });
    expect(await named()).toEqual({ inputs: {}, problems: [{ path: ["name"], message: "is required" }] });
    expect((await life.check({ token: "mem:Box", news: { name: UNKNOWN } })).inputs).toEqual({ name: UNKNOWN });
  });

  test("of a service that is not configured rightly says so before anything is planned", async () => {
    const { memory } = run();
    const wrong = createLifecycle(memoryPackage(memory), { mem: { region: "nowhere" } });
    expect(await refused(wrong.check({ token: NOTE, news: { box: "web" } }))).toMatchObject({
      message: "there is no region nowhere",
    });
  });

  test("of a resource that does not exist is a defect", async () => {
    expect(await refused(life.check({ token: "mem:Nothing", news: {} }))).toBeInstanceOf(ProviderBug);
    expect(await refused(life.check({ token: "no:Note", news: {} }))).toBeInstanceOf(ProviderBug);
  });
});

describe("preview", () => {
  const { life, memory } = run();

  test("of a create tells inputs, defaults and what follows from the inputs, and leaves the rest unknown", () => {
    expect(life.preview(NOTE, { box: "web" })).toEqual({
      box: "web",
      text: "",
      version: UNKNOWN,
      place: "shelf of web",
    });
  });

  test("of a create with something unknown derives nothing", () => {
    expect(life.preview(NOTE, { box: "web", text: UNKNOWN })).toEqual({
      box: "web",
      text: UNKNOWN,
      version: UNKNOWN,
      place: UNKNOWN,
    });
  });

  test("of an update keeps outputs, but for those that every write changes", () => {
    const olds = { box: "web", text: "a", version: 3, place: "shelf" };
    expect(life.preview(NOTE, { box: "web", text: "b" }, olds)).toEqual({
      box: "web",
      text: "b",
      version: UNKNOWN,
      place: "shelf",
    });
    expect(life.preview(NOTE, { box: "web", text: UNKNOWN }, olds)).toEqual({
      box: "web",
      text: UNKNOWN,
      version: UNKNOWN,
      place: "shelf",
    });
  });

  test("of an update that writes nothing keeps them all", () => {
    const olds = { box: "web", text: "a", version: 3, place: "shelf" };
    expect(life.preview(NOTE, { box: "web", text: "a", overwrite: true }, olds)).toEqual({ ...olds, overwrite: true });
  });

  test("asks nothing of the service", () => {
    expect(memory.asked).toEqual([]);
  });
});
