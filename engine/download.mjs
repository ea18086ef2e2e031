// The official distribution, which Pulumi's own install script takes from the same address.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { versionOf } from "./onPath.mjs";

/** How long the site may take to begin its answer, and how long a download may stand still. */
const ANSWER_TIMEOUT = 5_000;
const STALL_TIMEOUT = 30_000;

/** The address of the distribution for this machine, or undefined where there is none. GRANARY_ENGINE_MIRROR names a mirror. */
export function downloadUrl(version, platform = process.platform, arch = process.arch) {
  const system = { linux: "linux", darwin: "darwin" }[platform];
  const machine = { x64: "x64", arm64: "arm64" }[arch];
  if (!system || !machine) return undefined;
  const site = process.env.GRANARY_ENGINE_MIRROR || "https://get.pulumi.com/releases/sdk";
  return `${site}/pulumi-v${version}-${system}-${machine}.tar.gz`;
}

/** Downloads and unpacks into `folder` (which appears only when complete). Throws when the site can't be reached. */
export async function downloadEngine(version, folder, { progress }) {
  const url = downloadUrl(version);
  if (!url) throw new Error(`there is no download for ${process.platform} ${process.arch}`);
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(new Error(`no answer within ${ANSWER_TIMEOUT / 1000} s`)), ANSWER_TIMEOUT);
  const temporary = `${folder}.${process.pid}.tmp`;
  try {
    progress(`downloading ${url}`);
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    const total = Number(response.headers.get("content-length") ?? 0);
    let received = 0;
    let reported = Date.now();
    fs.mkdirSync(temporary, { recursive: true });
    const tar = spawn("tar", ["-xzf", "-", "-C", temporary, "--strip-components=1"], {
      stdio: ["pipe", "ignore", "inherit"],
    });
    const unpacked = new Promise((resolve, reject) => tar.on("error", reject).on("close", resolve));
    const watched = async function* (chunks) {
      for await (const chunk of chunks) {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(new Error(`stood still for ${STALL_TIMEOUT / 1000} s`)), STALL_TIMEOUT);
        received += chunk.length;
        if (Date.now() - reported > 5_000) {
          reported = Date.now();
          progress(`downloading: ${megabytes(received)}${total ? ` of ${megabytes(total)}` : ""}`);
        }
        yield chunk;
      }
    };
    const transferred = pipeline(Readable.fromWeb(response.body), watched, tar.stdin);
    // When tar gives up, writing to it fails too: its own exit code is the better reason.
    const [transfer, exit] = await Promise.allSettled([transferred, unpacked]);
    if (exit.status === "rejected") throw exit.reason;
    if (transfer.status === "rejected" && (exit.value === 0 || abort.signal.aborted)) throw transfer.reason;
    if (exit.value !== 0) throw new Error("tar could not unpack it");
    versionOf(path.join(temporary, "pulumi"));
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(temporary, folder);
  } catch (error) {
    const cause = abort.signal.aborted ? abort.signal.reason : (error.cause ?? error);
    throw new Error(`${new URL(url).host}: ${cause.message || cause.code}`);
  } finally {
    clearTimeout(timer);
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
