// Every TypeScript example, as a user has it: the packed package on the dynamic front, compiled by Pulumi.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packedModules, root } from "./support/engine";
import { exampleFolders, testExamples } from "./support/example";

testExamples("");

test("the types of all are right under the settings that they have in common, and a wrong one would be told", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "granary-examples-"));
  try {
    symlinkSync(await packedModules(), path.join(folder, "node_modules"));
    const names = exampleFolders("");
    const settings = names.map((name) => readFileSync(path.join(root, "examples", name, "tsconfig.json"), "utf8"));
    expect(new Set(settings).size).toBe(1);
    for (const name of names) cpSync(path.join(root, "examples", name, "index.ts"), path.join(folder, `${name}.ts`));
    const wrong = 'import { oss } from "granary";\nnew oss.Bucket("b", { acl: "open" });\n';
    writeFileSync(path.join(folder, "wrong.ts"), wrong);
    const files = [...names, "wrong"].map((name) => `${name}.ts`);
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ ...JSON.parse(settings[0]!), files }));

    const compiler = path.join(folder, "node_modules", "typescript", "bin", "tsc");
    const said = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" }).stdout;
    expect(said).toMatch(/wrong\.ts\(2,23\): error TS2322: Type '"open"' is not assignable/);
    expect(said.match(/error TS/g)).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
