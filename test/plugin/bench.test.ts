// The part of `npm run bench` that counts requests; the other parts measure time, which is no test.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import schema from "../../schema.json";
import { isBuilt, root } from "../support/pluginClient";

/** What costs more than create 2, read 1, update 1, delete 1, previews 0 (or less), and why. */
const OTHERWISE: Record<string, Record<string, number>> = {
  // Looks whether the bucket is there, because a write to the ACL of one that is not would create it.
  Bucket: { update: 2 },
  BucketAcl: { update: 2 },
  // OSS has no operation that removes a token; it ends by itself.
  BucketCnameToken: { delete: 0 },
  // OSS has no operation that changes one: it is deleted and made again.
  BucketInventory: { update: 2 },
  BucketRetentionPolicy: { update: 2 },
  // OSS gives the id of the rule in the list only.
  BucketReplication: { create: 3 },
};

test("the benchmark counts the requests of every resource, and they are as designed", async () => {
  if (!isBuilt()) throw new Error("dist/ is missing: run `npm run build` (npm test does)");
  const script = `
    import { openEmulator } from "./bench/emulator.mjs";
    import { measureRequests } from "./bench/plugin.mjs";
    const emulator = await openEmulator();
    console.log(JSON.stringify(await measureRequests(".", emulator)));
    await emulator.stop();`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
  const { measured, skipped } = JSON.parse(stdout) as {
    measured: Record<string, Record<string, string[]>>;
    skipped: Record<string, string>;
  };
  expect(skipped).toEqual({});
  const names = Object.keys(schema.resources).map((token) => token.split(":").pop()!);
  expect(Object.keys(measured).sort()).toEqual(names.sort());
  for (const [name, calls] of Object.entries(measured)) {
    const counts = Object.fromEntries(Object.entries(calls).map(([call, requests]) => [call, requests.length]));
    // How often a replication that is being cleared is asked about is a matter of time.
    if (name === "BucketReplication") delete counts.update;
    const target = { previewCreate: 0, create: 2, read: 1, previewUpdate: 0, update: 1, delete: 1, ...OTHERWISE[name] };
    expect({ name, counts }).toEqual({
      name,
      counts: Object.fromEntries(Object.entries(target).filter(([call]) => call in counts)),
    });
  }
}, 60_000);
