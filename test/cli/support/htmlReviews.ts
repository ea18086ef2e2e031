// Reviews as the command makes them, from plans of a web shop: what the browser tests of the HTML report open.
import type { Review } from "../../../cli/report/types";
import { assembleReview } from "../../../cli/review/assemble";
import type { Waiver } from "../../../cli/review/waivers";
import { judge, sortFindings } from "../../../cli/rules/judge";
import type { Plan, Resource } from "../../../cli/stack/types";
import { CASES } from "../../unit/cli/rules/cases";
import { allow, bucket, change, HTTPS_ONLY, type Program } from "../../unit/cli/support/change";

const of = (name: string, type: string, inputs: Record<string, unknown> = {}) => ({
  $type: type,
  bucket: name,
  ...inputs,
});

function at(line: number): Partial<Resource> {
  return { position: { file: "index.ts", line, column: 1 } };
}

function reviewOf(resources: Resource[], more: Partial<Plan> = {}, waivers: Waiver[] = []): Review {
  const plan: Plan = {
    project: "shop",
    stack: "prod",
    folder: "/",
    resources,
    diagnostics: [],
    succeeded: true,
    refreshed: false,
    ...more,
  };
  const settings = { waivers, requiredTags: ["team"], allowedDeletions: [] };
  return assembleReview(plan, { version: "0.1.0", gate: "high", settings, today: "2026-11-28" });
}

const statement = (actions: string[], paths: string[]) =>
  allow("1000000000000001", actions, { Resource: paths.map((path) => `acs:oss:*:*:shop-web/${path}`) });
const policy = (...statements: object[]) => ({ policy: { Version: "1", Statement: statements } });

const OLD: Program = {
  web: bucket("shop-web"),
  webAcl: of("shop-web", "BucketAcl", { acl: "private" }),
  webPolicy: of("shop-web", "BucketPolicy", policy(statement(["oss:GetObject"], ["pages/*"]), HTTPS_ONLY)),
  orders: bucket("shop-orders"),
  ordersVersioning: of("shop-orders", "BucketVersioning", { status: "Enabled" }),
  ordersRules: of("shop-orders", "BucketLifecycle", {
    rules: [{ id: "old", prefix: "exports/", status: "Enabled", expiration: { days: 365 } }],
  }),
  media: bucket("shop-media"),
  mediaReferer: of("shop-media", "BucketReferer", {
    referers: ["https://shop.example/*"],
    allowEmptyReferer: true,
  }),
  mediaTags: of("shop-media", "BucketTags", { tags: { team: "shop", stage: "prod" } }),
  intern: bucket("shop-intern"),
  internAcl: of("shop-intern", "BucketAcl", { acl: "public-read" }),
  archive: bucket("shop-archive"),
  archivePolicy: of("shop-archive", "BucketPolicy", policy(allow("*", "oss:GetObject"))),
};

const FRESH: Program = {
  ...OLD,
  webAcl: of("shop-web", "BucketAcl", { acl: "public-read" }),
  webPolicy: of(
    "shop-web",
    "BucketPolicy",
    policy(statement(["oss:GetObject", "oss:PutObject"], ["pages/*", "uploads/*"]), HTTPS_ONLY),
  ),
  ordersRules: of("shop-orders", "BucketLifecycle", {
    rules: [{ id: "old", prefix: "exports/", status: "Enabled", expiration: { days: 30 } }],
  }),
  mediaReferer: of("shop-media", "BucketReferer", { referers: [], allowEmptyReferer: true }),
  mediaTags: of("shop-media", "BucketTags", { tags: { stage: "prod" } }),
  webSite: of("shop-web", "BucketWebsite", { indexDocument: { suffix: "index.html" } }),
  internAcl: of("shop-intern", "BucketAcl", { acl: "private" }),
  thumbnails: bucket("shop-thumbnails"),
};

const PLACES = { webAcl: at(7), webPolicy: at(12), ordersRules: at(31), mediaReferer: at(44), thumbnails: at(58) };

/** What a reviewer meets on a usual day: the picture in the README is of this one. */
export function usual(): Review {
  return reviewOf(change(OLD, FRESH, PLACES));
}

export const WORD = "w".repeat(500);
export const INJECTED = `"><img src=x onerror="document.title='injected'"><script>document.title='injected'</script>`;
export const ARABIC = "سجلات-المتجر";
export const CHINESE = "存储桶访问日志与对象清单的归档配置";

/** A document of some 4 kB. */
const LARGE = policy(
  ...Array.from({ length: 20 }, (_, index) =>
    statement(["oss:GetObject", "oss:ListObjects"], [`teams/department-${index}/reports/*`]),
  ),
);
const LARGER = policy(
  ...LARGE.policy.Statement.slice(0, 9),
  statement(["oss:*"], [`${WORD}/*`]),
  ...LARGE.policy.Statement.slice(9),
);

/** Values that are long, hostile or written from right to left; waivers; good news; what was so before; errors. */
export function odd(): Review {
  const names = ["shop-web", ARABIC, CHINESE, INJECTED, WORD];
  const each = (make: (name: string, index: number) => Program): Program =>
    Object.assign({}, ...names.map((name, index) => make(name, index)));
  const old = each((name, index) => ({
    [`bucket ${name}`]: bucket(name, { acl: index === 0 ? "public-read" : "private", storageClass: "IA" }),
    [`policy ${name}`]: of(name, "BucketPolicy", LARGE),
    [`cors ${name}`]: of(name, "BucketCors", {
      rules: [{ allowedOrigins: ["https://a.example"], allowedMethods: ["GET"] }],
    }),
    [`tags ${name}`]: of(name, "BucketTags", { tags: { team: name, note: "short" } }),
    [`gone ${name}`]: of(name, "BucketEncryption", { sseAlgorithm: "KMS" }),
  }));
  const fresh = each((name, index) => ({
    [`bucket ${name}`]: bucket(name, { acl: index === 0 ? "private" : "public-read", storageClass: "IA" }),
    [`policy ${name}`]: of(name, "BucketPolicy", LARGER),
    [`cors ${name}`]: of(name, "BucketCors", { rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] }),
    [`tags ${name}`]: of(name, "BucketTags", { tags: { note: INJECTED, [name]: WORD } }),
    [`new ${name}`]: bucket(`new-${name}`, { resourceGroupId: name }),
  }));
  const waivers: Waiver[] = [
    { rule: "acl-public-read", resource: CHINESE, stack: "*", reason: INJECTED, owner: ARABIC, source: "w.yaml:3" },
    {
      rule: "tags-lost",
      resource: "*",
      stack: "*",
      reason: `${WORD} agreed`,
      expires: "2027-01-31",
      source: "w.yaml:9",
    },
    { rule: "acl-public-read", resource: "nothing", stack: "*", reason: "old", source: "w.yaml:15" },
  ];
  const lines = Object.fromEntries(Object.keys(fresh).map((name, index) => [name, at(index + 1)]));
  const diagnostics = [
    { severity: "error" as const, message: `error: ${INJECTED}\n    at line 2\n${WORD}` },
    { severity: "warning" as const, message: `${ARABIC}: ${WORD}` },
  ];
  return reviewOf(change(old, fresh, lines), { diagnostics, succeeded: false }, waivers);
}

/** A finding of each of the 72 rules and of each of its variants. */
export function everyRule(): Review {
  const findings = Object.values(CASES)
    .flatMap(({ fires }) => fires)
    .flatMap(({ resources, options }) => judge(resources, options).findings);
  const count = (severity: string) => findings.filter((each) => each.severity === severity).length;
  const { high, medium, low } = { high: count("high"), medium: count("medium"), low: count("low") };
  return { ...usual(), findings: sortFindings(findings), counts: { high, medium, low, waived: 0 } };
}

/** Nothing to say. */
export function clean(): Review {
  return reviewOf(change(OLD, OLD));
}
