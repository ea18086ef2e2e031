// A report is written whole or not at all.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeReport } from "../../../../cli/report/write";

const folder = mkdtempSync(path.join(tmpdir(), "granary-write-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("makes the folders that are missing, replaces what was there, and leaves nothing beside it", () => {
  const file = path.join(folder, "out", "reports", "d.md");
  writeReport(file, "one");
  writeReport(file, "two");
  expect(readFileSync(file, "utf8")).toBe("two");
  expect(readdirSync(path.dirname(file))).toEqual(["d.md"]);
});

test("what can't be written is wrong use, and leaves nothing behind", () => {
  const target = path.join(folder, "folder");
  mkdirSync(path.join(target, "full"), { recursive: true });
  expect(() => writeReport(target, "x")).toThrow(
    expect.objectContaining({ name: "UsageError", message: expect.stringMatching(/folder can't be written: E\w+$/) }),
  );
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("- is stdout", () => {
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  writeReport("-", "report\n");
  expect(write.mock.calls).toEqual([["report\n"]]);
  write.mockRestore();
  expect(readdirSync(".")).not.toContain("-");
});
