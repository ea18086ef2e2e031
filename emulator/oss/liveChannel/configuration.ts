/** The body of PutLiveChannel. OSS API reference 20220713, L12641-12766. */
import { bytes, filled, malformed, word } from "../bucket/fields";
import { fail, invalidArgument } from "../errors";
import { bodyOf, type Context, theBucket, type XmlBody } from "../operation";
import type { LiveChannel } from "./channel";

export const CONFIGURATION = {
  root: "LiveChannelConfiguration",
  shape: {
    Description: "text",
    Status: "text",
    Target: { Type: "text", FragDuration: "text", FragCount: "text", PlaylistName: "text" },
    Snapshot: { RoleName: "text", DestBucket: "text", NotifyTopic: "text", Interval: "text" },
  },
} as const satisfies XmlBody;

const MOST_DESCRIPTION_BYTES = 128;

/** Named like objects, without a slash (L12680). */
export function checkName(name: string): void {
  if (Buffer.byteLength(name) > 1023 || /[/\\]/.test(name)) {
    throw invalidArgument("ChannelName", name, "The name of a LiveChannel cannot contain a slash.");
  }
}

export function readConfiguration(ctx: Context): Omit<LiveChannel, "modifiedAt"> {
  const { Description: description = "", Status: status, Target: target, Snapshot } = bodyOf(ctx, CONFIGURATION);
  if (bytes(description) > MOST_DESCRIPTION_BYTES) {
    throw invalidArgument("Description", description, `Description has more than ${MOST_DESCRIPTION_BYTES} bytes.`);
  }
  if (target === undefined) {
    throw malformed("Target is missing");
  }
  word(filled(target.Type, "Type"), "Type", ["HLS"]);
  return {
    description,
    status: word(status || "enabled", "Status", ["enabled", "disabled"]),
    ...fragmentsOf(target.FragDuration, target.FragCount),
    playlistName: playlistOf(target.PlaylistName || "playlist.m3u8"),
    snapshot: Snapshot && snapshotOf(ctx, Snapshot),
  };
}

/** Both or neither: the defaults count only when both are left out (L12690). */
function fragmentsOf(duration: string | undefined, count: string | undefined) {
  if ((duration === undefined) !== (count === undefined)) {
    const [given, missing] = duration === undefined ? ["FragCount", "FragDuration"] : ["FragDuration", "FragCount"];
    throw invalidArgument(missing, "", `${missing} must be given together with ${given}.`);
  }
  return {
    fragDuration: upTo100(duration ?? "5", "FragDuration"),
    fragCount: upTo100(count ?? "3", "FragCount"),
  };
}

function upTo100(value: string, element: string): number {
  if (!/^[1-9]\d?$|^100$/.test(value)) {
    throw invalidArgument(element, value, `${element} must be a whole number from 1 to 100.`);
  }
  return Number(value);
}

function playlistOf(name: string): string {
  if (!name.endsWith(".m3u8") || bytes(name) < 6 || bytes(name) > 128) {
    throw invalidArgument("PlaylistName", name, "PlaylistName must end with .m3u8 and have 6 to 128 bytes.");
  }
  return name;
}

function snapshotOf(
  ctx: Context,
  given: { RoleName?: string; DestBucket?: string; NotifyTopic?: string; Interval?: string },
): LiveChannel["snapshot"] {
  const { RoleName: roleName, DestBucket: destBucket, NotifyTopic: notifyTopic } = given;
  const interval = upTo100(filled(given.Interval, "Interval"), "Interval");
  if (destBucket !== undefined) {
    const target = ctx.store.getBucket(destBucket);
    if (target === undefined) {
      throw fail("NoSuchBucket", { BucketName: destBucket });
    }
    if (target.ownerId !== theBucket(ctx).ownerId) {
      throw invalidArgument("DestBucket", destBucket, "DestBucket must belong to the owner of the bucket.");
    }
  }
  return { roleName, destBucket, notifyTopic, interval };
}
