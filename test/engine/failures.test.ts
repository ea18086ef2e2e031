// What goes wrong between Granary and the service: said with operation, code, request id and what to do; the state stays
// as it was, and the next run goes on from it.
import { SECRET_KEY, TOKEN } from "../support/emulated";
import { type Front, fronts, javascript, source } from "./support/program";
import type { Run, TestStack } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();

const program = (front: Front, method: string) =>
  source(
    front,
    `const shop = new oss.Bucket("shop", { bucket: "shop-images" });
     new oss.BucketCors("cors", { bucket: shop.bucket, rules: [{ allowedOrigins: ["*"], allowedMethods: ["${method}"] }] });`,
  );

interface Failure {
  what: string;
  env?: Record<string, string>;
  before?(): Promise<void>;
  after?(): Promise<void>;
  /** One line, each placeholder for what differs from run to run. */
  says: RegExp;
}

const REQUEST = "request [0-9A-F]{24}( \\(EC [0-9-]+\\))?";
const failures: Failure[] = [
  {
    what: "wrong keys",
    env: { OSS_ACCESS_KEY_SECRET: "wrong" },
    says: new RegExp(
      `^\\w+ on shop-images: SignatureDoesNotMatch \\(403\\) .*; ${REQUEST}; check that the access key secret belongs to the access key id, and that no proxy changes requests$`,
    ),
  },
  {
    what: "a key that does not exist",
    env: { OSS_ACCESS_KEY_ID: "LTAInobody" },
    says: new RegExp(
      `^\\w+ on shop-images: InvalidAccessKeyId \\(403\\) .*; ${REQUEST}; check the access key id, and that the key exists and is enabled in the account$`,
    ),
  },
  {
    what: "no permission",
    before: () => world.emulator.fault({ bucket: "shop-images", code: "AccessDenied", status: 403, times: 9 }),
    says: new RegExp(
      `^\\w+ on shop-images: AccessDenied \\(403\\) .*; ${REQUEST}; give the key permission oss:GetBucket(Info|Cors) \\(RAM policy or bucket policy\\), and check that the bucket is yours$`,
    ),
  },
  {
    what: "a clock that is wrong",
    before: () => world.emulator.advance(3600),
    after: () => world.emulator.advance(-3600),
    says: new RegExp(
      `^\\w+ on shop-images: RequestTimeTooSkewed \\(403\\) .*; ${REQUEST}; set this machine's clock: it may differ from the service's by 15 minutes at most$`,
    ),
  },
  {
    what: "a host that does not resolve",
    env: { GRANARY_OSS_ENDPOINT: "http://oss.granary.invalid" },
    says: /^\w+ on shop-images: the host name does not resolve \(\S*oss\.granary\.invalid\): \w+; check the region, the endpoint and the network's DNS$/,
  },
  {
    what: "nobody who listens",
    env: { GRANARY_OSS_ENDPOINT: "http://127.0.0.1:1" },
    says: /^\w+ on shop-images: connection refused \(127\.0\.0\.1:1\): ECONNREFUSED; check that the endpoint is right and that something listens there$/,
  },
  {
    what: "an answer that is no XML",
    before: () => world.emulator.fault({ bucket: "shop-images", garbled: true, times: 9 }),
    says: /^\w+ on shop-images: the answer \(200\) is not as documented: expected .*; request [0-9A-F]{24}; check that the endpoint is the service itself, then report this as a bug$/,
  },
  {
    what: "an error of the service itself",
    before: () => world.emulator.fault({ bucket: "shop-images", code: "InternalError", status: 500, times: 9 }),
    says: new RegExp(
      `^\\w+ on shop-images: InternalError \\(500\\) .*; ${REQUEST}; run again; if it goes on, ask Alibaba Cloud's support with the request id$`,
    ),
  },
];

describe.each(fronts)("%s", (front) => {
  let stack: TestStack;
  let recorded: unknown;

  beforeAll(async () => {
    world.emulator.reset();
    stack = await world.open({
      files: { ...javascript(front, ""), "index.js": program(front, "GET") },
      env: { NO_PROXY: "*", no_proxy: "*" },
    });
    await stack.config("granary:oss.maxAttempts", "1");
    expect((await stack.up()).diagnostics).toEqual([]);
    recorded = await stateOf(stack);
  });
  afterEach(() => world.emulator.clearFaults());

  test.each(failures)("$what: said with what to do; the state stays", async ({ env, before, after, says }) => {
    await before?.();
    const run = await stack.refresh({ env });
    await after?.();
    expect(run.code).not.toBe(0);
    expect(messages(run)).toContainEqual(expect.stringMatching(says));
    expect(run.stdout + run.stderr).not.toContain(SECRET_KEY);
    expect(run.stdout + run.stderr).not.toContain(TOKEN);
    expect(await stateOf(stack)).toEqual(recorded);
  });

  test("an update that is refused leaves the state as it was, and the next up goes on from there", async () => {
    stack.write("index.js", program(front, "PUT"));
    await world.emulator.fault({ operation: "PutBucketCors", code: "AccessDenied", status: 403 });
    const refused = await stack.up();
    expect(refused.code).not.toBe(0);
    expect(messages(refused)).toContainEqual(
      expect.stringMatching(/^PutBucketCors on shop-images: AccessDenied \(403\) .*; give the key permission/),
    );
    expect(await stateOf(stack)).toEqual(recorded);

    await world.emulator.forget();
    const up = await stack.up();
    expect(up.diagnostics).toEqual([]);
    expect(up.changes).toEqual({ same: 2, update: 1 });
    expect(await world.emulator.operations()).toEqual(["PutBucketCors"]);
  });
});

/** What the state says of each resource; the engine's own notes (times, places in the program) left out. */
async function stateOf(stack: TestStack): Promise<object[]> {
  return (await stack.state()).map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }));
}

function messages(run: Run): string[] {
  return run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}
