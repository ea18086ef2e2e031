import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../generate/main";

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "granary-generate-"));
  said = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
});

test("what was generated is fresh, and generating again writes nothing", () => {
  expect(main([], root)).toBe(0);
  expect(said).toContain("wrote schema.json\n");
  expect(said).toContain("wrote docs/reference/oss/bucket.md\n");
  said = "";
  expect(main(["--check"], root)).toBe(0);
  expect(main([], root)).toBe(0);
  expect(said).toBe("");
});

test("the check names each stale file and the command that mends it, and changes nothing", () => {
  main([], root);
  said = "";
  const page = join(root, "docs/reference/index.md");
  rmSync(join(root, "schema.json"));
  writeFileSync(page, "edited by hand");
  writeFileSync(join(root, "sdk/nodejs/oss/removed.ts"), "");
  expect(main(["--check"], root)).toBe(1);
  expect(said).toBe(`missing schema.json
outdated docs/reference/index.md
left over sdk/nodejs/oss/removed.ts
3 generated files are stale; npm run generate brings them up to date
`);
  expect(readFileSync(page, "utf8")).toBe("edited by hand");
  said = "";
  expect(main([], root)).toBe(0);
  expect(said).toBe("wrote schema.json\nwrote docs/reference/index.md\nremoved sdk/nodejs/oss/removed.ts\n");
  expect(main(["--check"], root)).toBe(0);
});

test("an unknown flag is a usage problem", () => {
  expect(main(["--chek"], root)).toBe(2);
  expect(said).toBe("npm run generate does not take --chek; it takes --check, and --new with a token\n");
});
