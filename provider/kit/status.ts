// Errors as gRPC tells them. A partial failure carries the state of what exists, so that the next run updates it.
import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { PartialFailure } from "./errors";
import { encodeStruct } from "./values";

export function statusOf(error: unknown): Partial<grpc.StatusObject> & Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  const aborted = cause.name === "AbortError" || cause.message === "cancelled";
  const code = aborted ? grpc.status.CANCELLED : grpc.status.UNKNOWN;
  const metadata = new grpc.Metadata();
  if (cause instanceof PartialFailure) {
    const detail = new ErrorResourceInitFailed();
    detail.setId(cause.id);
    detail.setProperties(encodeStruct(cause.outputs));
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
