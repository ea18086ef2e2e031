// A TLS handshake without a request.
import { connect } from "node:tls";
import { broken, type Finding, hint, ok } from "./types";

const DAY_MS = 86_400_000;
/** A certificate that renews itself does so weeks before its end. */
const HINT_DAYS = 14;
const LIMIT_MS = 10_000;

export function shakeHands(url: URL, signal: AbortSignal): Promise<Finding> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const settings = { host, port: Number(url.port || 443), servername: host, timeout: LIMIT_MS };
    // What is wrong with the certificate is to be told, not thrown.
    const socket = connect({ ...settings, rejectUnauthorized: false }, () => {
      const { authorizationError } = socket;
      const problem = authorizationError instanceof Error ? authorizationError.message : authorizationError;
      const ends = Date.parse(socket.getPeerCertificate().valid_to ?? "");
      done(judgeTls(socket.getProtocol() ?? "unknown", problem ?? undefined, ends - Date.now()));
    });
    const remedy = "check the endpoint, the port and what stands between: firewall, proxy";
    function done(finding: Finding): void {
      signal.removeEventListener("abort", end);
      socket.destroy();
      resolve(finding);
    }
    const end = () => done(broken("stopped", remedy));
    signal.addEventListener("abort", end, { once: true });
    socket.on("timeout", () => done(broken(`no TLS connection within ${LIMIT_MS / 1000} s`, remedy)));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      done(broken(`no TLS connection: ${error.code ?? error.message}`, remedy)),
    );
  });
}

export function judgeTls(version: string, problem: string | undefined, leftMs: number): Finding {
  const days = Math.floor(leftMs / DAY_MS);
  const message = `${version}, certificate ends in ${days} days`;
  if (problem) {
    const remedy = "have the endpoint's certificate signed by a known authority, or name yours in NODE_EXTRA_CA_CERTS";
    return broken(`${version}, but the certificate is not trusted: ${problem}`, remedy);
  }
  if (/^(TLSv1(\.1)?|SSL)/.test(version) && !/^TLSv1\.[23]/.test(version)) {
    return broken(`${version} is outdated`, "use an endpoint that speaks TLS 1.2 or newer");
  }
  if (days < HINT_DAYS) return hint(message, "renew the endpoint's certificate");
  return ok(message);
}
