// Records the stacks of the present version for upgrade tests: test/fixtures/upgrade/README.md.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { version } from "../../../package.json";
import { startEmulated } from "../../support/emulated";
import { root } from "./engine";
import { fronts, javascript } from "./program";
import { prefixOf, stateFile } from "./recordedStacks";
import { openStack } from "./stack";

async function record(): Promise<void> {
  const upgrade = path.join(root, "test", "fixtures", "upgrade");
  const folder = path.join(upgrade, version);
  mkdirSync(folder, { recursive: true });
  // The program of the version before is taken over where the new one has none of its own yet.
  const [last = version] = readdirSync(upgrade)
    .filter((name) => /^\d/.test(name))
    .slice(-1);
  const program = readFileSync(path.join(upgrade, last, "program.js"), "utf8");
  writeFileSync(path.join(folder, "program.js"), program);
  const emulator = await startEmulated();
  try {
    for (const front of fronts) {
      const prefix = prefixOf(front);
      const stack = await openStack({
        files: javascript(front, program.replaceAll("PREFIX", prefix)),
        env: emulator.env(),
      });
      await emulator.send({
        method: "PUT",
        bucket: `${prefix}-images`,
        body: "<CreateBucketConfiguration><StorageClass>IA</StorageClass></CreateBucketConfiguration>",
      });
      await emulator.send({
        method: "POST",
        bucket: `${prefix}-images`,
        query: "cname&comp=token",
        body: `<BucketCnameConfiguration><Cname><Domain>${prefix}.example.com</Domain></Cname></BucketCnameConfiguration>`,
      });
      const up = await stack.up();
      if (up.code !== 0) throw new Error(`${up.stdout}${up.stderr}`);
      const exported = await stack.pulumi(["stack", "export", "--stack", "test"]);
      // Where the program lay on the machine that recorded it is nobody's business.
      const state = JSON.parse(exported.stdout, (key, value) =>
        /^(sourcePosition|stackTrace)$/.test(key) ? undefined : value,
      );
      writeFileSync(path.join(folder, stateFile(front)), `${JSON.stringify(state, null, 1)}\n`);
      stack.dispose();
    }
    writeFileSync(path.join(folder, "emulator.snapshot"), emulator.snapshot());
  } finally {
    await emulator.stop();
  }
}

void record();
