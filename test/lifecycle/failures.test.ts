// What goes wrong between Granary and the service is one sentence: operation, code, request id and what to do, without a key.
import { SECRET_KEY, TOKEN } from "../support/emulated";
import { FrontError } from "../support/fronts";
import { type Both, bothFronts } from "../support/suite/bothFronts";
import { up } from "../support/suite/run";
import type { Values } from "../support/wire";

interface Failure {
  what: string;
  settings?: Values;
  before?(emulated: Both["emulated"]): Promise<void>;
  /** Each placeholder for what differs from run to run. */
  says: RegExp;
}

const REQUEST = "request [0-9A-F]{24}( \\(EC [0-9-]+\\))?";
const failures: Failure[] = [
  {
    what: "wrong keys",
    settings: { accessKeySecret: "wrong" },
    says: new RegExp(
      `^\\w+ on shop-images: SignatureDoesNotMatch \\(403\\) .*; ${REQUEST}; check that the access key secret belongs to the access key id, and that no proxy changes requests$`,
    ),
  },
  {
    what: "a key that does not exist",
    settings: { accessKeyId: "LTAInobody" },
    says: new RegExp(
      `^\\w+ on shop-images: InvalidAccessKeyId \\(403\\) .*; ${REQUEST}; check the access key id, and that the key exists and is enabled in the account$`,
    ),
  },
  {
    what: "no permission",
    before: (emulated) => emulated.fault({ bucket: "shop-images", code: "AccessDenied", status: 403, times: 9 }),
    says: new RegExp(
      `^\\w+ on shop-images: AccessDenied \\(403\\) .*; ${REQUEST}; give the key permission oss:GetBucket(Info|Cors) \\(RAM policy or bucket policy\\), and check that the bucket is yours$`,
    ),
  },
  {
    what: "a clock that is wrong",
    before: (emulated) => emulated.advance(3600),
    says: new RegExp(
      `^\\w+ on shop-images: RequestTimeTooSkewed \\(403\\) .*; ${REQUEST}; set this machine's clock: it may differ from the service's by 15 minutes at most$`,
    ),
  },
  {
    what: "a host that does not resolve",
    settings: { endpoint: "http://oss.granary.invalid" },
    says: /^\w+ on shop-images: the host name does not resolve \(\S*oss\.granary\.invalid\): \w+; check the region, the endpoint and the network's DNS$/,
  },
  {
    what: "nobody who listens",
    settings: { endpoint: "http://127.0.0.1:1" },
    says: /^\w+ on shop-images: connection refused \(127\.0\.0\.1:1\): ECONNREFUSED; check that the endpoint is right and that something listens there$/,
  },
  {
    what: "an answer that is no XML",
    before: (emulated) => emulated.fault({ bucket: "shop-images", garbled: true, times: 9 }),
    says: /^\w+ on shop-images: the answer \(200\) is not as documented: expected .*; request [0-9A-F]{24}; check that the endpoint is the service itself, then report this as a bug$/,
  },
  {
    what: "an error of the service itself",
    before: (emulated) => emulated.fault({ bucket: "shop-images", code: "InternalError", status: 500, times: 9 }),
    says: new RegExp(
      `^\\w+ on shop-images: InternalError \\(500\\) .*; ${REQUEST}; run again; if it goes on, ask Alibaba Cloud's support with the request id$`,
    ),
  },
];

// Nothing of the caller's own account.
const inherited = { ...process.env };
beforeAll(() => {
  for (const name of Object.keys(process.env))
    if (/^(OSS_|GRANARY_|ALIBABA_CLOUD_)/.test(name)) delete process.env[name];
  Object.assign(process.env, { HOME: "/nonexistent", ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" });
});
afterAll(() => {
  process.env = inherited;
});

bothFronts(suite);

function suite(both: Both): void {
  const shop = { token: "oss:Bucket", name: "shop" };
  const cors = { token: "oss:BucketCors", name: "cors" };
  const rules = [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }];

  test.each(failures)("$what: said with what to do", async ({ settings = {}, before, says }) => {
    const { front, emulated } = both;
    const recorded = [
      [shop, await up(front, shop, { bucket: "shop-images" })],
      [cors, await up(front, cors, { bucket: "shop-images", rules })],
    ] as const;
    await front.restart(settings);
    await before?.(emulated);
    for (const [target, each] of recorded) {
      const error = await front.read(target, each).catch((cause) => cause);
      expect(error).toBeInstanceOf(FrontError);
      expect(error.message).toMatch(says);
      expect(error.message).not.toContain(SECRET_KEY);
      expect(error.message).not.toContain(TOKEN);
    }
  });

  test.each<[string, Values, string]>([
    [
      "no region and no keys",
      { region: undefined, accessKeyId: undefined, accessKeySecret: undefined, securityToken: undefined },
      "granary:oss.region: no region is set; run `pulumi config set --path granary:oss.region cn-hangzhou` (with your region), or set the environment variable OSS_REGION\n" +
        "granary:oss.accessKeyId: no credentials are set; run `pulumi config set --path granary:oss.accessKeyId <id>` and `pulumi config set --secret --path granary:oss.accessKeySecret <secret>`, or set the environment variables OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET",
    ],
    [
      "half a key pair",
      { accessKeySecret: undefined },
      "granary:oss.accessKeySecret: granary:oss.accessKeyId is set but granary:oss.accessKeySecret is not; set both in the stack configuration, or neither",
    ],
  ])("%s: said by a check, with where to set it", async (_, settings, message) => {
    await both.front.restart(settings);
    const error = await both.front.check(cors, { bucket: "shop-images", rules }).catch((cause) => cause);
    expect(error.message).toBe(message);
    expect(await both.emulated.operations()).toEqual([]);
  });
}
