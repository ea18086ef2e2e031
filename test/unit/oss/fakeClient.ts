// A client that answers what it is told to and writes down what it was asked. Nothing is sent.
import { ServiceError } from "../../../provider/http/errors";
import type { Context } from "../../../provider/kit/define";
import type { OssClient, OssRequest, OssResponse } from "../../../provider/oss/client";

/** A body, or headers, or an error code; in a list, one after the other. */
export type Answer = string | { headers: Record<string, string> } | { code: string; status?: number };

export interface FakeClient {
  client: OssClient;
  asked: OssRequest[];
  /** "GetBucketCors", in the order of the requests. */
  operations(): string[];
}

export const context: Context = { signal: new AbortController().signal, progress: () => {} };

/** @param answers by operation; an operation without one answers 200 without a body */
export function fakeClient(answers: Record<string, Answer | Answer[]> = {}): FakeClient {
  const asked: OssRequest[] = [];
  const left = new Map(Object.entries(answers).map(([name, answer]) => [name, [answer].flat()]));
  const client = {
    async send(request: OssRequest): Promise<OssResponse> {
      // As it was when it was asked: the next page is asked for with the same object.
      asked.push(request.query ? { ...request, query: { ...request.query } } : request);
      const queue = left.get(request.operation) ?? [];
      const answer = queue.length > 1 ? queue.shift() : queue[0];
      if (typeof answer === "object" && "code" in answer) {
        throw new ServiceError({
          service: "oss",
          operation: request.operation,
          resource: request.bucket,
          code: answer.code,
          status: answer.status ?? 404,
          message: "as told",
          requestId: "5374A2880232A65C23001234",
        });
      }
      const text = typeof answer === "string" ? answer : "";
      const headers = {
        "x-oss-request-id": "534B371674E88A4D89061234",
        ...(typeof answer === "object" ? answer.headers : {}),
      };
      return { status: 200, headers, text, bytes: Buffer.from(text), attempts: 1 } as unknown as OssResponse;
    },
  };
  return { client: client as unknown as OssClient, asked, operations: () => asked.map((request) => request.operation) };
}
