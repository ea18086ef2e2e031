// The engine's own server, as far as a plugin talks to it: it collects what is said to the user.
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

export interface Message {
  text: string;
  urn: string;
  /** 0 debug, 1 info, 2 warning, 3 error */
  severity: number;
}

export interface FakeEngine {
  /** host:port, as the engine hands it to a plugin. */
  address: string;
  messages(): Message[];
  forget(): void;
  stop(): Promise<void>;
}

export async function startFakeEngine(): Promise<FakeEngine> {
  let messages: Message[] = [];
  const server = new grpc.Server();
  server.addService(EngineService as unknown as grpc.ServiceDefinition, {
    log: (call: grpc.ServerUnaryCall<LogRequest, Empty>, done: grpc.sendUnaryData<Empty>) => {
      const request = call.request;
      messages.push({ text: request.getMessage(), urn: request.getUrn(), severity: request.getSeverity() });
      done(null, new Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    messages: () => messages,
    forget: () => {
      messages = [];
    },
    stop: async () => server.forceShutdown(),
  };
}
