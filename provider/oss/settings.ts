// What is wrong with the settings whatever the service says: found at the check, so that a preview tells it.
import { ConfigError } from "../http/errors";
import { type CredentialConfig, credentialSource } from "./credentials";
import { type EndpointConfig, missingRegion, resolveEndpoints } from "./endpoint";

/** The credential chain is not asked before the first request: a preview needs no keys. */
const NOT_ASKED = new Error("it is asked by the first request");

/**
 * Throws ConfigError for an endpoint that can't be made out, a missing region or half a key pair; all in one message,
 * with the keys where there are none either.
 */
export async function checkSettings(
  config: EndpointConfig & CredentialConfig & { signatureVersion?: string },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const noEndpoint = await failureOf(() => {
    const { regional } = resolveEndpoints(config, env);
    // Signature version 1 has no region.
    if (regional.region === undefined && config.signatureVersion !== "v1") throw missingRegion();
  });
  const keys = credentialSource(config, env, () => {
    throw NOT_ASKED;
  });
  const noKeys = await failureOf(keys);
  if (noEndpoint && noKeys) throw noEndpoint.and(noKeys);
  if (noEndpoint) throw noEndpoint;
  if (noKeys && noKeys.cause !== NOT_ASKED) throw noKeys;
}

async function failureOf(work: () => unknown): Promise<ConfigError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
