// Where the keys come from: the same order as the provider's, but with the name of the place.
import { ConfigError } from "../../provider/http/errors";
import { registerSecret } from "../../provider/http/redact";
import {
  type CredentialConfig,
  type Credentials,
  givenCredentials,
  missingCredentials,
} from "../../provider/oss/credentials";
import { maskKeyId, registerKeyId } from "./mask";

export interface Keys {
  credentials: Credentials;
  /** "stack configuration", "environment variables OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET", ... */
  source: string;
  /** True where Alibaba Cloud's credentials library gives them, which renews temporary ones by itself. */
  renewed: boolean;
}

export const KEY_VARIABLES = [
  ["OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET", "OSS_SESSION_TOKEN"],
  ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"],
] as const;

/** Sources of the vendor's library, by the name that it gives itself. */
const CHAIN_SOURCES: Readonly<Record<string, string>> = {
  oidc_role_arn: "RAM role by OIDC token (ALIBABA_CLOUD_ROLE_ARN)",
  cli_profile: "profile of the Alibaba Cloud CLI (~/.aliyun/config.json)",
  profile: "profile file (~/.alibabacloud/credentials)",
  ecs_ram_role: "RAM role of the instance",
  credential_uri: "credentials URI (ALIBABA_CLOUD_CREDENTIALS_URI)",
};

/** What the vendor's library asks last is a service that only instances reach. */
const CHAIN_LIMIT_MS = 12_000;

/** Throws a ConfigError where there are none. */
export async function findKeys(config: CredentialConfig, env: NodeJS.ProcessEnv): Promise<Keys> {
  const found = givenKeys(config, env) ?? (await chainKeys());
  registerSecret(found.credentials.accessKeySecret);
  registerSecret(found.credentials.securityToken);
  registerKeyId(found.credentials.accessKeyId);
  return found;
}

function givenKeys(config: CredentialConfig, env: NodeJS.ProcessEnv): Keys | undefined {
  const configured = givenCredentials(config, {});
  if (configured) return { credentials: configured, source: "the stack's configuration", renewed: false };
  const credentials = givenCredentials({}, env);
  if (!credentials) return undefined;
  const [id, secret] = KEY_VARIABLES.find((names) => env[names[0]]?.trim())!;
  return { credentials, source: `environment variables ${id} and ${secret}`, renewed: false };
}

async function chainKeys(): Promise<Keys> {
  const vendor = require("@alicloud/credentials") as typeof import("@alicloud/credentials");
  try {
    const credential = await within(CHAIN_LIMIT_MS, new vendor.default().getCredential());
    const { accessKeyId, accessKeySecret, securityToken, providerName = "" } = credential;
    if (!accessKeyId || !accessKeySecret) throw new Error("it has no access key");
    const name = Object.keys(CHAIN_SOURCES).find((each) => providerName.split("/").includes(each));
    const credentials = { accessKeyId, accessKeySecret, ...(securityToken ? { securityToken } : {}) };
    const source = name ? CHAIN_SOURCES[name]! : `Alibaba Cloud's credentials library (${providerName})`;
    return { credentials, source, renewed: true };
  } catch (cause) {
    throw cause instanceof ConfigError ? cause : missingCredentials(cause);
  }
}

async function within<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 1000} s`)), limitMs);
  });
  return Promise.race([answer, over]).finally(() => clearTimeout(timer));
}

/** How a source is told: never the key, of its id the last characters. */
export function describeKeys({ credentials, source }: Keys): string {
  const temporary = credentials.securityToken ? ", temporary (with a security token)" : "";
  return `${source}; access key id ${maskKeyId(credentials.accessKeyId)}${temporary}`;
}
