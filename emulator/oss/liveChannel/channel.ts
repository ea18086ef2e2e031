/**
 * A LiveChannel as it is stored, and its state by the emulator's clock. Document `liveChannel/<name>` of the bucket. The
 * emulator takes no RTMP: a change through the control API that sets `stream` stands for a client that pushes.
 */
import type { Store } from "../../store/store";

/** Document names of the channels start with it. */
export const CHANNELS = "liveChannel/";

/** How long a publisher stays connected once its channel is disabled: "after about 10 seconds" (L12903). */
const DISCONNECT_MS = 10_000;

export interface LiveChannel {
  description: string;
  status: "enabled" | "disabled";
  fragDuration: number;
  fragCount: number;
  playlistName: string;
  /** Kept, and never given back (L12949-13019). */
  snapshot?: { roleName?: string; destBucket?: string; notifyTopic?: string; interval: number };
  /** Milliseconds since 1970. */
  modifiedAt: number;
  /** The client that pushes at present. */
  stream?: { since: number; remoteAddr: string };
  /** When it was disabled while a client pushed. */
  disabledAt?: number;
}

export function channelOf(store: Store, bucket: string, name: string): LiveChannel | undefined {
  return store.getDocument<LiveChannel>(bucket, CHANNELS + name);
}

/** In alphabetical order. */
export function channelNames(store: Store, bucket: string): string[] {
  return store.listDocuments(bucket, CHANNELS).map((document) => document.slice(CHANNELS.length));
}

/** The publisher that is connected now; a disabled channel lets go of its own after 10 seconds. */
export function streamOf(channel: LiveChannel, now: Date): LiveChannel["stream"] {
  const gone = channel.disabledAt !== undefined && now.getTime() >= channel.disabledAt + DISCONNECT_MS;
  return gone ? undefined : channel.stream;
}
