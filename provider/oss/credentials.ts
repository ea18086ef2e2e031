import { hostname } from "node:os";
import { ConfigError } from "../http/errors";
import { redact, registerSecret } from "../http/redact";

export interface Credentials {
  accessKeyId: string;
  accessKeySecret: string;
  /** Given with temporary keys (STS) only. */
  securityToken?: string;
}

/** The part of the provider's configuration that holds keys. */
export type CredentialConfig = Partial<Credentials>;

/** Gives the keys to sign with; asked before every attempt, so that temporary keys are fresh. */
export type CredentialSource = () => Promise<Credentials>;

/** What is used of the vendor's credentials library; it renews temporary keys by itself before they expire. */
export interface CredentialChain {
  getCredential(): Promise<{ accessKeyId?: string; accessKeySecret?: string; securityToken?: string }>;
}

/** Three names for the parts of one key pair, as they are called in one place. */
type Names = readonly [id: string, secret: string, token: string];

const CONFIGURED: Names = ["granary:oss.accessKeyId", "granary:oss.accessKeySecret", "granary:oss.securityToken"];
const ENVIRONMENT: readonly Names[] = [
  ["OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET", "OSS_SESSION_TOKEN"],
  ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"],
];

/**
 * The keys: provider configuration, then OSS_ACCESS_KEY_ID / OSS_ACCESS_KEY_SECRET / OSS_SESSION_TOKEN, then
 * ALIBABA_CLOUD_ACCESS_KEY_ID / ALIBABA_CLOUD_ACCESS_KEY_SECRET / ALIBABA_CLOUD_SECURITY_TOKEN, then the vendor's
 * credentials library (profile file, RAM role of the instance, OIDC). A pair is never put together from two places:
 * half a pair is a ConfigError that names the missing half.
 */
export function credentialSource(
  config: CredentialConfig,
  env: NodeJS.ProcessEnv,
  openChain: () => CredentialChain = openVendorChain,
): CredentialSource {
  let chain: CredentialChain | undefined;
  let asking: Promise<Credentials> | undefined;

  /** One question at a time: the library mixes its sources up when it is first asked by several callers at once. */
  function askChain(): Promise<Credentials> {
    asking ??= fromChain().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function fromChain(): Promise<Credentials> {
    try {
      chain ??= openChain();
      const { accessKeyId, accessKeySecret, securityToken } = await chain.getCredential();
      if (!accessKeyId || !accessKeySecret) throw new Error("it has no access key");
      return keep({ accessKeyId, accessKeySecret, ...(securityToken ? { securityToken } : {}) });
    } catch (cause) {
      // The library stays with a source that has failed once; a new chain looks everywhere again.
      chain = undefined;
      throw missingCredentials(cause);
    }
  }

  return async () => {
    const given = givenCredentials(config, env);
    return given ? keep(given) : askChain();
  };
}

/**
 * Something that differs between accounts and stays the same from run to run: the id of long-lived keys, else the role
 * that temporary ones are made for (OIDC), else this machine.
 */
export function accountHint(config: CredentialConfig, env: NodeJS.ProcessEnv): string {
  const given = givenCredentials(config, env);
  if (given && given.securityToken === undefined) return given.accessKeyId;
  return env.ALIBABA_CLOUD_ROLE_ARN || hostname();
}

/** The keys of the configuration or the environment, without asking the vendor's library; half a pair is an error. */
export function givenCredentials(config: CredentialConfig, env: NodeJS.ProcessEnv): Credentials | undefined {
  const { accessKeyId, accessKeySecret, securityToken } = config;
  return (
    pair(CONFIGURED, [accessKeyId, accessKeySecret, securityToken], "stack configuration") ??
    pairOf(ENVIRONMENT[0]!, env) ??
    pairOf(ENVIRONMENT[1]!, env)
  );
}

function pairOf(names: Names, env: NodeJS.ProcessEnv): Credentials | undefined {
  return pair(names, [env[names[0]], env[names[1]], env[names[2]]], "environment");
}

function pair(names: Names, values: (string | undefined)[], where: string): Credentials | undefined {
  const [accessKeyId, accessKeySecret, securityToken] = values.map((value) => value?.trim() || undefined);
  if (accessKeyId && accessKeySecret) {
    return { accessKeyId, accessKeySecret, ...(securityToken ? { securityToken } : {}) };
  }
  if (!accessKeyId && !accessKeySecret && !securityToken) return undefined;
  const [id, secret, token] = names;
  const lacking = accessKeyId ? secret : id;
  const present = accessKeyId ? id : accessKeySecret ? secret : token;
  throw new ConfigError({
    setting: lacking,
    problem: `${present} is set but ${lacking} is not`,
    whereToSet: `set both in the ${where}, or neither`,
  });
}

function keep(credentials: Credentials): Credentials {
  registerSecret(credentials.accessKeySecret);
  registerSecret(credentials.securityToken);
  return credentials;
}

/** The error for keys that nothing tells. */
export function missingCredentials(cause?: unknown): ConfigError {
  const said =
    cause instanceof Error ? ` (the Alibaba Cloud credentials library found none: ${redact(cause.message)})` : "";
  return new ConfigError({
    setting: "granary:oss.accessKeyId",
    problem: "no credentials are set",
    whereToSet:
      "run `pulumi config set --path granary:oss.accessKeyId <id>` and " +
      "`pulumi config set --secret --path granary:oss.accessKeySecret <secret>`, or set the environment variables " +
      `OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET${said}`,
    cause,
  });
}

function openVendorChain(): CredentialChain {
  // Loading it takes some 45 ms, so only a program that has no keys of its own pays for it.
  const vendor = require("@alicloud/credentials") as typeof import("@alicloud/credentials");
  return new vendor.default();
}
