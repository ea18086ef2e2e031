// Messages to the user go through the engine; the plugin's own stderr is hidden unless it dies.
import type { Client } from "@grpc/grpc-js";

export interface EngineLog {
  info(message: string, urn?: string): void;
  warning(message: string, urn?: string): void;
  /** A line that the engine shows in place of the one before it. */
  status(message: string, urn?: string): void;
}

/** Connects lazily: most runs log nothing. Without an address messages go to stderr. */
export function createEngineLog(address: string | undefined): EngineLog {
  let client: (Client & { log(request: unknown, done: () => void): void }) | undefined;
  function send(severity: number, message: string, urn: string | undefined, ephemeral: boolean): void {
    if (!address) {
      process.stderr.write(`${message}\n`);
      return;
    }
    const grpc = require("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
    const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
    const { LogRequest } = require("@pulumi/pulumi/proto/engine_pb");
    client ??= new EngineClient(address, grpc.credentials.createInsecure()) as NonNullable<typeof client>;
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    request.setUrn(urn ?? "");
    request.setEphemeral(ephemeral);
    client.log(request, () => {});
  }
  return {
    info: (message, urn) => send(1, message, urn, false),
    warning: (message, urn) => send(2, message, urn, false),
    status: (message, urn) => send(1, message, urn, true),
  };
}
