// What the service does in the background, or forgets by itself: replication rules that are being cleared, indexes that are
// being deleted, tokens that lapse, and tags that only go when they are named.
import { type Both, bothFronts } from "../support/suite/bothFronts";
import { destroy, expectSettled, refresh, up } from "../support/suite/run";

bothFronts(suite);

function suite(both: Both): void {
  beforeEach(async () => {
    for (const bucket of ["web-assets", "other-assets", "third-assets"]) {
      await both.emulated.send({ method: "PUT", bucket });
    }
    await both.emulated.forget();
  });

  /** Lets the emulator's clock run ahead once an operation was refused with a code. */
  function hurry(code: string): () => void {
    const timer = setInterval(async () => {
      if (!(await both.emulated.journal()).some((request) => request.code === code)) return;
      clearInterval(timer);
      await both.emulated.advance(6);
    }, 20);
    return () => clearInterval(timer);
  }

  describe("replication", () => {
    const target = { token: "oss:BucketReplication", name: "copy" };
    const program = { bucket: "web-assets", targetBucket: "other-assets", targetLocation: "oss-cn-hangzhou" };
    const rules = async () =>
      (await both.emulated.send({ method: "GET", bucket: "web-assets", query: "replication" })).elements("ID");

    test("a rule that was destroyed a moment ago is waited for, with a word to the user, and made again", async () => {
      const recorded = await up(both.front, target, program);
      await destroy(both.front, target, recorded);
      const stop = hurry("BucketReplicationAlreadyExist");
      const again = await up(both.front, target, program);
      stop();
      expect(again.state.ruleId).not.toBe(recorded.state.ruleId);
      expect(await rules()).toEqual([again.state.ruleId]);
      expect(both.front.messages()).toEqual([
        "waiting until OSS has cleared the old replication rule of web-assets to other-assets",
      ]);
    });

    test("rules to two targets stand side by side, and each is removed by itself", async () => {
      const other = { ...target, name: "third" };
      const first = await up(both.front, target, program);
      const second = await up(both.front, other, { ...program, targetBucket: "third-assets" });
      await destroy(both.front, target, first);
      expect(await refresh(both.front, target, first)).toBeUndefined();
      expect(await refresh(both.front, other, second)).toEqual(second);
    });

    test("a rule that someone made anew is the one that is updated and destroyed, refreshed or not", async () => {
      const recorded = await up(both.front, target, program);
      const replaced = (id: string) =>
        both.emulated.change({
          bucket: "web-assets",
          document: "replication",
          value: {
            rules: [
              {
                id,
                prefixes: [],
                action: "PUT",
                bucket: "other-assets",
                location: "oss-cn-hangzhou",
                transferType: "internal",
                historicalObjectReplication: "enabled",
                createdAt: Date.now(),
              },
            ],
          },
        });
      await replaced("by-hand");
      const stop = hurry("BucketReplicationAlreadyExist");
      const news = { ...program, historicalObjectReplication: "disabled" };
      const updated = await up(both.front, target, news, recorded);
      stop();
      expect(await rules()).toEqual([updated.state.ruleId]);
      await expectSettled(both.front, target, updated, news);

      await replaced("by-hand-again");
      await destroy(both.front, target, updated);
      expect(await refresh(both.front, target, updated)).toBeUndefined();
    });

    test("another rule that appears while ours is made is refused, not taken for ours", async () => {
      await both.emulated.change({
        bucket: "web-assets",
        document: "replication",
        value: {
          rules: [
            {
              id: "by-hand",
              prefixes: ["x/"],
              action: "ALL",
              bucket: "other-assets",
              location: "oss-cn-hangzhou",
              transferType: "internal",
              historicalObjectReplication: "enabled",
              createdAt: Date.now(),
            },
          ],
        },
      });
      // The look beforehand misses it.
      await both.emulated.fault({
        operation: "GetBucketReplication",
        status: 404,
        code: "NoSuchReplicationConfiguration",
      });
      await expect(up(both.front, target, program)).rejects.toThrow(/BucketReplicationAlreadyExist \(400\)/);
      expect(await rules()).toEqual(["by-hand"]);
    });
  });

  test("an index that is still being deleted is waited for and opened again", async () => {
    const target = { token: "oss:BucketMetaQuery", name: "index" };
    const program = { bucket: "web-assets" };
    const recorded = await up(both.front, target, program);
    await destroy(both.front, target, recorded);
    const stop = hurry("MetaQueryAlreadyExist");
    const again = await up(both.front, target, program);
    stop();
    expect(both.front.messages()).toEqual(["waiting until OSS has deleted the old data index of web-assets"]);
    await both.emulated.advance(10);
    await expectSettled(both.front, target, again, program);
  });

  describe("a token of a domain", () => {
    const target = { token: "oss:BucketCnameToken", name: "proof" };
    const program = { bucket: "web-assets", domain: "www.example.com" };

    test("lapses without a change, and a refresh makes no new one", async () => {
      const recorded = await up(both.front, target, program);
      expect(recorded.state.token).toMatch(/^[0-9a-f]{32}$/);
      await both.emulated.change({ bucket: "web-assets", document: "cnameToken/www.example.com", value: null });
      await both.emulated.forget();
      await expectSettled(both.front, target, recorded, program);
      expect(await both.emulated.operations()).toEqual(["GetCnameToken"]);
    });

    test("a lapsed one is not imported, and a create makes a new one", async () => {
      const { token } = (await up(both.front, target, program)).state;
      await both.emulated.change({ bucket: "web-assets", document: "cnameToken/www.example.com", value: null });
      expect(await both.front.import?.(target, "web-assets/www.example.com")).toBeUndefined();
      expect((await up(both.front, target, program)).state.token).not.toBe(token);
    });
  });

  describe("tags", () => {
    const target = { token: "oss:BucketTags", name: "tags" };
    const numbered = (name: string) => Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${name}${i}`, "v"]));

    test.each([
      ["one that goes takes no other one along", { a: "1", b: "2", "c&d=e": "4", "f g+h": "5" }, { a: "1", b: "2" }],
      ["nor one whose key holds a comma", { a: "1", b: "2", "a,b": "3" }, { a: "1", b: "2" }],
      ["twenty others in place of twenty", numbered("old"), numbered("new")],
    ])("%s", async (_, from, to) => {
      const recorded = await up(both.front, target, { bucket: "web-assets", tags: from });
      await both.emulated.forget();
      const updated = await up(both.front, target, { bucket: "web-assets", tags: to }, recorded);
      expect((await both.emulated.operations()).sort()).toEqual(["DeleteBucketTags", "PutBucketTags"]);
      await expectSettled(both.front, target, updated, { bucket: "web-assets", tags: to });
    });
  });
}
