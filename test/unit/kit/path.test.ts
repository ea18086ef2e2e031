import { formatPath, getAt, type Path, setAt, startsWith } from "../../../provider/kit/path";

describe("a path is written the way Pulumi prints and reads it", () => {
  const cases: [Path, string][] = [
    [[], ""],
    [["rules"], "rules"],
    [["rules", 3, "allowedMethods", 0], "rules[3].allowedMethods[0]"],
    [["tags", "team"], "tags.team"],
    [["tags", "cost_centre2"], "tags.cost_centre2"],
    [["tags", "a.b"], 'tags["a.b"]'],
    [["tags", "cost-centre"], 'tags["cost-centre"]'],
    [["tags", 'say "hi"'], 'tags["say \\"hi\\""]'],
    [["tags", ""], 'tags[""]'],
    [["tags", "部门"], 'tags["部门"]'],
    [["a.b", "c"], '["a.b"].c'],
    [[0, "x"], "[0].x"],
  ];
  test.each(cases)("%j is written %s", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});

describe("reading at a path", () => {
  const root = { rules: [{ id: "a" }, { id: "b", none: null }], text: "abc" };

  test("finds values in lists and objects, and the root itself", () => {
    expect(getAt(root, ["rules", 1, "id"])).toBe("b");
    expect(getAt(root, ["rules", 1, "none"])).toBeNull();
    expect(getAt(root, [])).toBe(root);
  });

  test("gives undefined beyond what is there, and never looks into texts or prototypes", () => {
    expect(getAt(root, ["rules", 2, "id"])).toBeUndefined();
    expect(getAt(root, ["rules", 1, "none", "x"])).toBeUndefined();
    expect(getAt(root, ["text", 0])).toBeUndefined();
    expect(getAt(root, ["constructor"])).toBeUndefined();
    expect(getAt(root, ["__proto__"])).toBeUndefined();
    expect(getAt(undefined, ["a"])).toBeUndefined();
  });
});

describe("writing at a path", () => {
  test("replaces values in lists and objects", () => {
    const root = { rules: [{ id: "a" }] };
    setAt(root, ["rules", 0, "id"], "z");
    setAt(root, ["more"], 1);
    expect(root).toEqual({ rules: [{ id: "z" }], more: 1 });
  });

  test("does nothing where the parent is missing, and nothing to the root itself", () => {
    const root = { a: 1 };
    setAt(root, ["b", "c"], 1);
    setAt(root, ["a", "c"], 1);
    setAt(root, [], 1);
    expect(root).toEqual({ a: 1 });
  });

  test("a key named __proto__ is a key like any other", () => {
    const root: Record<string, unknown> = {};
    setAt(root, ["__proto__"], "x");
    expect(Object.keys(root)).toEqual(["__proto__"]);
    expect(getAt(root, ["__proto__"])).toBe("x");
  });
});

test("a path starts with each of its ancestors, itself and the root, and with nothing else", () => {
  expect(startsWith(["a", 0, "b"], ["a", 0])).toBe(true);
  expect(startsWith(["a", 0], ["a", 0])).toBe(true);
  expect(startsWith(["a"], [])).toBe(true);
  expect(startsWith(["a"], ["a", 0])).toBe(false);
  expect(startsWith(["a", 1], ["a", 0])).toBe(false);
});
