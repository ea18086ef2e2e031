// The first contact with the service: an unsigned request, of which only the clock and the time taken count.
import { createTransport } from "../../provider/http/request";
import { address, type Endpoint } from "../../provider/oss/endpoint";

export interface Greeting {
  status: number;
  server: string | undefined;
  /** This machine's time minus the service's, in milliseconds; undefined where the answer has no date. */
  skewMs: number | undefined;
  /** From the request to the status, in milliseconds. */
  tookMs: number;
}

/** Throws a TransportError where nothing answers. */
export async function greet(endpoint: Endpoint, env: NodeJS.ProcessEnv): Promise<Greeting> {
  const transport = createTransport({ connectTimeoutMs: 5000, headersTimeoutMs: 10_000, bodyTimeoutMs: 10_000, env });
  try {
    const { origin, path } = address(endpoint);
    const started = Date.now();
    const { status, headers } = await transport.send({ operation: "contact", method: "GET", origin, path });
    const ended = Date.now();
    const date = Date.parse(headers.date ?? "");
    // The header has whole seconds: half a second is its middle, as is half of the way there and back.
    const skewMs = Number.isNaN(date) ? undefined : Math.round((started + ended) / 2 - date - 500);
    return { status, server: headers.server, skewMs, tookMs: ended - started };
  } finally {
    await transport.close();
  }
}
