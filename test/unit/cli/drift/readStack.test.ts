// One stack: the engine's reads, and the documents of its buckets.
import { readStack } from "../../../../cli/drift/readStack";
import type { StackRecord } from "../../../../cli/drift/record";
import type { LiveReader, Unmanaged } from "../../../../cli/drift/unmanaged";
import { UsageError } from "../../../../cli/errors";
import { type Observation, type RefreshOptions, refreshStack } from "../../../../cli/stack/refresh";
import { decodeProperties } from "../../../../cli/stack/values";
import { bucket, config, type Program } from "../support/change";
import { document, GONE, IN_SYNC, live, reading } from "../support/drift";

jest.mock("../../../../cli/stack/refresh", () => ({ refreshStack: jest.fn() }));

const project = { name: "shop", folder: "/", file: "/Pulumi.yaml", main: "index.ts" };
const NOTHING: Unmanaged = { documents: [], unreadable: [], reads: 0 };

function record(program: Program): StackRecord {
  const { resources, readable, buckets, stack } = reading(program);
  return {
    stack,
    resources: [...resources],
    readable,
    buckets: [...buckets].map(([name, urn]) => ({ name, urn, hierarchical: false, settings: {} })),
    owners: new Map(),
    settings: () => ({}),
  };
}

function read(of: StackRecord, found: Record<string, Observation>, reader: Partial<LiveReader> = {}) {
  const observations = new Map(
    of.resources.flatMap(({ urn, name }) => (found[name] ? [[urn, found[name]] as const] : [])),
  );
  jest.mocked(refreshStack).mockImplementation(async ({ onEvent }: RefreshOptions) => {
    for (const { urn, rawType } of of.resources) {
      onEvent?.({ step: { kind: "outputs", op: "same", urn, type: rawType, diffs: [], detailedDiff: {} } });
    }
    return { observations, diagnostics: [] };
  });
  const asked: [number, number][] = [];
  const options = {
    project,
    owners: new Map(),
    live: { unmanaged: jest.fn(async () => NOTHING), ...reader } as unknown as LiveReader,
    onRead: (done: number, all: number) => void asked.push([done, all]),
  };
  return readStack(of, options).then((result) => ({ result, asked, live: options.live }));
}

const WEB = { shop: bucket(), tags: config("BucketTags", { tags: { token: "<redacted:9:0123abcd>" } }) };

test("tells how far it is, and how many reads it took", async () => {
  const unmanaged = async () => ({ ...NOTHING, documents: [document("oss:BucketCors")], reads: 12 });
  const { result, asked } = await read(record(WEB), { shop: IN_SYNC, tags: IN_SYNC }, { unmanaged });
  expect(asked).toEqual([
    [1, 2],
    [2, 2],
  ]);
  expect(result).toMatchObject({ reads: { resources: 2, documents: 12 }, documents: [{ token: "oss:BucketCors" }] });
});

test("looks for documents only where the bucket was found", async () => {
  const program = { there: bucket("there"), gone: bucket("gone"), unread: bucket("unread") };
  const { live: reader } = await read(record(program), { there: IN_SYNC, gone: GONE });
  expect(jest.mocked(reader.unmanaged).mock.calls.map(([{ name }]) => name)).toEqual(["there"]);
});

test("documents that could not be read are told with the bucket that they are about", async () => {
  const unreadable = [
    { bucket: "web", token: "oss:BucketPolicy", operation: "GetBucketPolicy", code: "AccessDenied", message: "no" },
  ];
  const { result } = await read(
    record(WEB),
    { shop: IN_SYNC, tags: IN_SYNC },
    { unmanaged: async () => ({ ...NOTHING, unreadable }) },
  );
  expect(result.unreadable).toEqual([
    {
      name: "web",
      type: "oss:BucketPolicy",
      bucket: "web",
      code: "AccessDenied",
      requestId: undefined,
      message: "no",
      unowned: true,
    },
  ]);
});

test("where a bucket can't be searched, what the engine has read stays told", async () => {
  const unmanaged = () => Promise.reject(new UsageError("granary:oss.region: missing"));
  const { result } = await read(record(WEB), { shop: IN_SYNC, tags: GONE }, { unmanaged });
  expect(result.observations.get(record(WEB).resources[1]!.urn)).toBe(GONE);
  expect(result.diagnostics).toEqual([{ severity: "error", message: "web: granary:oss.region: missing" }]);
  const defect = () => Promise.reject(new TypeError("defect"));
  await expect(read(record(WEB), { shop: IN_SYNC }, { unmanaged: defect })).rejects.toThrow(TypeError);
});

describe("a secret that has drifted", () => {
  const secret = (value: string) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: JSON.stringify(value),
  });
  const hidden = () => live({ bucket: "web", tags: { token: "[secret]", team: "[secret]" } });
  const of = record(WEB);
  const { urn } = of.resources[1]!;

  test("is read once more, and shown by length and hash, as the recorded one is", async () => {
    const inputs = jest.fn(async () => ({ bucket: "web", tags: { token: "open-sesame", team: "ops" } }));
    const { result } = await read(of, { shop: IN_SYNC, tags: hidden() }, { inputs });
    const shown = result.observations.get(urn)!.live.inputs;
    const state = { bucket: "web", tags: { token: secret("open-sesame"), team: secret("ops") } };
    expect(shown).toEqual(decodeProperties(state, urn));
    expect(JSON.stringify(result)).not.toContain("open-sesame");
    expect(inputs).toHaveBeenCalledTimes(1);
  });

  test("stays hidden where that read fails or nothing is there any more", async () => {
    for (const inputs of [() => Promise.reject(new Error("denied")), async () => undefined]) {
      const { result } = await read(of, { shop: IN_SYNC, tags: hidden() }, { inputs });
      expect(result.observations.get(urn)!.live.inputs).toEqual({
        bucket: "web",
        tags: { token: "[secret]", team: "[secret]" },
      });
    }
  });

  test("is not read again where nothing drifted, or where it is another provider's", async () => {
    const inputs = jest.fn();
    await read(of, { shop: IN_SYNC, tags: { ...hidden(), drifted: false } }, { inputs });
    const others = record({ db: { $type: "aws:rds/instance:Instance", password: "x" } });
    await read(others, { db: live({ password: "[secret]" }) }, { inputs });
    expect(inputs).not.toHaveBeenCalled();
  });
});
