// Requests that change something. Their answers have no body (OSS API reference 20220713, samples of the PUT, POST and
// DELETE operations of buckets and objects), so what comes with one is not OSS's own answer.
import { WireError } from "../http/errors";
import { rootName } from "../http/xml";
import type { OssClient, OssRequest, OssResponse } from "./client";
import { resourceOf } from "./errors";

/**
 * Sends it, and takes a 2xx answer for a success only when its body is empty or a document of the service: the page of a
 * proxy, or a body that is cut off, says nothing about what happened.
 */
export async function write(client: OssClient, request: OssRequest): Promise<OssResponse> {
  const response = await client.send(request);
  const body = response.text.trim();
  const root = body === "" ? "" : rootName(body);
  if (root === undefined || root.toLowerCase() === "html") throw garbled(request, response, "an empty body");
  return response;
}

type Asked = Pick<OssRequest, "operation" | "bucket" | "key">;

/** A header that the answer must have. */
export function headerOf(request: Asked, response: OssResponse, name: string): string {
  const value = response.headers[name];
  if (!value) throw garbled(request, response, `the header ${name}`);
  return value;
}

function garbled(request: Asked, response: OssResponse, expected: string): WireError {
  return new WireError({
    expected,
    operation: request.operation,
    resource: resourceOf(request),
    status: response.status,
    requestId: response.headers["x-oss-request-id"],
  });
}
