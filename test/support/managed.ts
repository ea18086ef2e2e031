// A resource under the lifecycle that both fronts call, against the emulator of a test file: no gRPC in between, so that
// a test says which context (signal, progress) it is run with.
import { granary } from "../../provider";
import { createLifecycle, type Lifecycle } from "../../provider/kit/lifecycle";
import { createOssClient, type OssClient } from "../../provider/oss/client";
import type { Emulated } from "./emulated";
import type { Values } from "./wire";

export interface Managed {
  lifecycle: Lifecycle;
  /** The provider's own client, to fill buckets with. */
  client: OssClient;
  emulated: Emulated;
  /** What was told as progress since the start. */
  told: string[];
  context: { signal: AbortSignal; progress(message: string): void };
}

export function manage(emulated: Emulated, settings: Values = {}): Managed {
  const config = { ...emulated.config, ...settings };
  const told: string[] = [];
  return {
    lifecycle: createLifecycle(granary, { oss: config }),
    client: createOssClient(config),
    emulated,
    told,
    context: { signal: new AbortController().signal, progress: (message) => told.push(message) },
  };
}

/** The message of a failure; a call that succeeds is the failure of the test. */
export async function messageOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("expected a failure");
}
