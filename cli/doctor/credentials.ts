// The keys: whether there are any, which, and what the service says to them.
import { ConfigError } from "../../provider/http/errors";
import { isLoopback } from "../../provider/http/request";
import type { OssConfig } from "../../provider/oss/client";
import type { Facts } from "./facts";
import { describeKeys, KEY_VARIABLES } from "./keys";
import { broken, type Check, type Finding, hint, ok, skipped } from "./types";
import { Unavailable } from "./unavailable";

/** OSS refuses what is signed for another time than its own: RequestTimeTooSkewed. */
const CLOCK_LIMIT_MS = 15 * 60_000;
const CLOCK_HINT_MS = 60_000;

export const credentialChecks: Check[] = [
  { id: "key-source", group: "credentials", about: "where the keys come from", run: keySource },
  { id: "key-format", group: "credentials", about: "keys with stray whitespace or quotes", run: keyFormat },
  { id: "key-accepted", group: "credentials", about: "whether the service takes the keys", run: keyAccepted },
  { id: "token-expiry", group: "credentials", about: "security token: expired, renewed", run: tokenExpiry },
  {
    id: "clock",
    group: "credentials",
    about: "this machine's clock against the service's (limit 15 minutes)",
    run: clock,
  },
];

async function keySource(facts: Facts): Promise<Finding> {
  const { config } = await facts.settings();
  try {
    const keys = await facts.keys();
    const unused = KEY_VARIABLES.map(([id]) => id).filter((id) => facts.env[id] && !keys.source.includes(id));
    return ok(
      describeKeys(keys),
      unused.map((id) => `${id} is set too, and not used`),
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const emulated = localEndpoint(config, facts.env)
      ? "; on the emulator: granary emulator exec -- granary doctor"
      : "";
    return told(error, emulated);
  }
}

function localEndpoint(config: OssConfig, env: NodeJS.ProcessEnv): boolean {
  const text = config.endpoint ?? env.GRANARY_OSS_ENDPOINT ?? env.OSS_ENDPOINT ?? "";
  const host = URL.parse(/^\w+:\/\//.test(text) ? text : `http://${text}`)?.hostname;
  return host !== undefined && host !== "" && isLoopback(host);
}

/** A wrong configuration: what is wrong, and what the error says to do. */
export function told(error: ConfigError, more = ""): Finding {
  const [problem = "", ...rest] = error.message.split("; ");
  const [remedy = "", found] = rest.join("; ").split(" (the Alibaba Cloud credentials library found none: ");
  const lines = found ? [`Alibaba Cloud's credentials library: ${found.replace(/\)$/, "")}`] : undefined;
  return broken(problem, (remedy || "correct the setting") + more, lines);
}

async function keyFormat(facts: Facts): Promise<Finding> {
  const { config } = await facts.settings();
  const values: [string, string | undefined][] = [
    ["granary:oss.accessKeyId", config.accessKeyId],
    ["granary:oss.accessKeySecret", config.accessKeySecret],
    ["granary:oss.securityToken", config.securityToken],
    ...KEY_VARIABLES.flat().map((name): [string, string | undefined] => [name, facts.env[name]]),
  ];
  return judgeFormat(values);
}

export function judgeFormat(values: readonly (readonly [name: string, value: string | undefined])[]): Finding {
  const given = values.flatMap(([name, value]) => (value ? [{ name, value }] : []));
  if (given.length === 0) return skipped("no keys are set by configuration or environment");
  const wrong = given.filter(({ value }) => /["'\s]/.test(value.trim())).map(({ name }) => name);
  if (wrong.length > 0) {
    return broken(`${wrong.join(", ")}: quotes or whitespace inside`, "set it again, without quotes and line ends");
  }
  const padded = given.filter(({ value }) => value !== value.trim()).map(({ name }) => name);
  if (padded.length > 0) {
    const remedy = "set it again without the whitespace: Granary leaves it out, other tools don't";
    return hint(`${padded.join(", ")}: whitespace at an end`, remedy);
  }
  return ok(`${given.length} values without stray characters`);
}

async function keyAccepted(facts: Facts): Promise<Finding> {
  const { refusal, buckets, more } = await facts.account();
  const count = buckets.length === 1 ? "1 bucket" : `${buckets.length}${more ? " or more" : ""} buckets`;
  if (!refusal) return ok(`the service takes the keys; ${count} in sight`);
  // The signature was right, and so were the keys.
  if (refusal.code === "AccessDenied") return ok("the service takes the keys");
  if (refusal.code === "RequestTimeTooSkewed") throw new Unavailable("needs a right clock (see clock)");
  return broken(answered(refusal), refusal.advice ?? "ask Alibaba Cloud's support, with the request id");
}

export function answered({ code, status, serviceMessage, requestId }: NonNullable<RefusalLike>): string {
  const said = serviceMessage ? ` ${serviceMessage.replace(/\.$/, "")}` : "";
  return `${code} (${status})${said}; request ${requestId ?? "without id"}`;
}

type RefusalLike = { code: string; status: number; serviceMessage: string; requestId: string | undefined };

async function tokenExpiry(facts: Facts): Promise<Finding> {
  const { credentials, renewed } = await facts.keys();
  if (!credentials.securityToken) return ok("keys without a security token: they do not expire by themselves");
  const { refusal } = await facts.account();
  if (refusal && /SecurityToken/.test(refusal.code)) {
    return broken(answered(refusal), refusal.advice ?? "get a new security token");
  }
  if (renewed) return ok("temporary keys, renewed by Alibaba Cloud's credentials library before they expire");
  const remedy = "for runs longer than the token's time let the library renew it: RAM role, OIDC or a profile file";
  return hint("the security token is valid now; when it expires is not told by the environment", remedy);
}

async function clock(facts: Facts): Promise<Finding> {
  const { skewMs } = await facts.greeting();
  if (skewMs === undefined) return skipped("the answer has no date");
  return judgeClock(skewMs);
}

export function judgeClock(skewMs: number): Finding {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const message = `this machine's clock is ${seconds} s ${skewMs < 0 ? "behind" : "ahead of"} the service's`;
  const remedy = "set the clock, best by NTP: OSS takes a difference of 15 minutes at most";
  if (Math.abs(skewMs) >= CLOCK_LIMIT_MS) return broken(message, remedy);
  if (Math.abs(skewMs) >= CLOCK_HINT_MS) return hint(message, remedy);
  return ok(seconds < 2 ? "this machine's clock agrees with the service's" : message);
}
