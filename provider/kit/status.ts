// Errors as gRPC tells them. A partial failure carries the state of what exists, so that the next run updates it.
import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { PartialFailure } from "./errors";
import { encodeStruct } from "./values";

/** @param cancelled whether the engine asked for the end of the call */
export function statusOf(error: unknown, cancelled = false): Partial<grpc.StatusObject> & Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = cancelled ? grpc.status.CANCELLED : grpc.status.UNKNOWN;
  const metadata = new grpc.Metadata();
  if (cause instanceof PartialFailure) {
    const detail = new ErrorResourceInitFailed();
    detail.setId(cause.id);
    detail.setProperties(encodeStruct(cause.outputs, cause.secrets));
    detail.setReasonsList(cause.reasons);
    const any = new Any();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status();
    status.setCode(code);
    status.setMessage(cause.message);
    status.addDetails(any);
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return Object.assign(new Error(cause.message), { code, details: cause.message, metadata });
}
