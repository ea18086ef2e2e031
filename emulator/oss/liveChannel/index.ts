/**
 * LiveChannels. OSS API reference 20220713, PutLiveChannel (L12641) to GetLiveChannelStat (L13021). None of them has an
 * error table: NoSuchLiveChannel and ChannelStillLive are on the vendor's pages of HTTP 404 and 409 errors, and the
 * tests of its Python, C and Go SDKs meet the first one, deleting a missing channel included.
 */
import type { XmlChild } from "../../xml";
import { word } from "../bucket/fields";
import { maxKeysOf } from "../bucket/service";
import { fail } from "../errors";
import { type Context, type Operation, type Reply, theBucket } from "../operation";
import { isoTime } from "../time";
import { CHANNELS, channelNames, channelOf, type LiveChannel, streamOf } from "./channel";
import { CONFIGURATION, checkName, readConfiguration } from "./configuration";

function theChannel(ctx: Context): LiveChannel {
  const channel = channelOf(ctx.store, theBucket(ctx).name, ctx.key as string);
  if (channel === undefined) {
    throw fail("NoSuchLiveChannel", { BucketName: theBucket(ctx).name, LiveChannel: ctx.key as string });
  }
  return channel;
}

/** While a client pushes, only PutLiveChannelStatus with `disabled` is allowed (L12905); DeleteLiveChannel fails (L12861). */
function checkIdle(ctx: Context, channel: LiveChannel | undefined): void {
  if (channel !== undefined && streamOf(channel, ctx.now) !== undefined) {
    throw fail("ChannelStillLive", { LiveChannel: ctx.key as string });
  }
}

// Creates, or replaces the whole configuration.
function putLiveChannel(ctx: Context): Reply {
  const { name } = theBucket(ctx);
  const key = ctx.key as string;
  checkName(key);
  const configuration = readConfiguration(ctx);
  checkIdle(ctx, channelOf(ctx.store, name, key));
  const channel = { ...configuration, modifiedAt: ctx.now.getTime() };
  ctx.store.putDocument(name, CHANNELS + key, channel);
  return { status: 200, xml: ["CreateLiveChannelResult", urls(ctx, key, channel)] };
}

/** Unsigned, both of them (L12706). */
function urls(ctx: Context, name: string, { playlistName }: LiveChannel): XmlChild[] {
  const { name: bucket, region } = theBucket(ctx);
  const host = `${bucket}.${ctx.endpointOf(region)}`;
  return [
    ["PublishUrls", [["Url", `rtmp://${host}/live/${name}`]]],
    ["PlayUrls", [["Url", `${ctx.scheme}://${host}/${name}/${playlistName}`]]],
  ];
}

// The text turns IsTruncated round ("true: All results are returned"); the sample has true with a NextMarker (L12834).
function listLiveChannel(ctx: Context): Reply {
  const { name: bucket } = theBucket(ctx);
  const prefix = ctx.query.get("prefix") ?? "";
  const marker = ctx.query.get("marker") ?? "";
  const limit = maxKeysOf(ctx);
  const after = channelNames(ctx.store, bucket).filter((name) => name.startsWith(prefix) && name > marker);
  const page = after.slice(0, limit);
  const truncated = page.length < after.length;
  return {
    status: 200,
    xml: [
      "ListLiveChannelResult",
      [
        ["Prefix", prefix],
        ["Marker", marker],
        ["MaxKeys", limit],
        ["IsTruncated", truncated],
        ["NextMarker", truncated ? page.at(-1) : undefined],
        ...page.map((name): XmlChild => {
          const channel = channelOf(ctx.store, bucket, name) as LiveChannel;
          return [
            "LiveChannel",
            [
              ["Name", name],
              ["Description", channel.description],
              ["Status", channel.status],
              ["LastModified", isoTime(channel.modifiedAt)],
              ...urls(ctx, name, channel),
            ],
          ];
        }),
      ],
    ],
  };
}

// What streams have left behind stays: ts and m3u8 objects are objects (L12862).
function deleteLiveChannel(ctx: Context): Reply {
  checkIdle(ctx, theChannel(ctx));
  ctx.store.deleteDocument(theBucket(ctx).name, CHANNELS + ctx.key);
  return { status: 204 };
}

function putLiveChannelStatus(ctx: Context): Reply {
  const status = word(ctx.query.get("status") ?? "", "status", ["enabled", "disabled"]);
  const channel = theChannel(ctx);
  const stream = streamOf(channel, ctx.now);
  if (status === "enabled") {
    checkIdle(ctx, channel);
  }
  const disabledAt = status === "enabled" ? undefined : (channel.disabledAt ?? ctx.now.getTime());
  const changed: LiveChannel = { ...channel, status, stream, disabledAt, modifiedAt: ctx.now.getTime() };
  ctx.store.putDocument(theBucket(ctx).name, CHANNELS + ctx.key, changed);
  return { status: 200 };
}

// Neither the snapshot nor the URLs are given back.
function getLiveChannelInfo(ctx: Context): Reply {
  const { description, status, fragDuration, fragCount, playlistName } = theChannel(ctx);
  return {
    status: 200,
    xml: [
      "LiveChannelConfiguration",
      [
        ["Description", description],
        ["Status", status],
        [
          "Target",
          [
            ["Type", "HLS"],
            ["FragDuration", fragDuration],
            ["FragCount", fragCount],
            ["PlaylistName", playlistName],
          ],
        ],
      ],
    ],
  };
}

// Video and Audio "may not necessarily be returned" while Live (L13064): the emulator takes no stream to know them of.
function getLiveChannelStat(ctx: Context): Reply {
  const channel = theChannel(ctx);
  const stream = streamOf(channel, ctx.now);
  const status = stream !== undefined ? "Live" : channel.status === "enabled" ? "Idle" : "Disabled";
  return {
    status: 200,
    xml: [
      "LiveChannelStat",
      [
        ["Status", status],
        ["ConnectedTime", stream && isoTime(stream.since)],
        ["RemoteAddr", stream?.remoteAddr],
      ],
    ],
  };
}

const ROW = { level: "object", subresource: "live", hns: false, verified: "sdk" } as const;

export const liveChannelOperations: readonly Operation[] = [
  {
    ...ROW,
    name: "PutLiveChannel",
    method: "PUT",
    body: CONFIGURATION,
    source: "L12641",
    handle: putLiveChannel,
  },
  {
    ...ROW,
    name: "ListLiveChannel",
    method: "GET",
    level: "bucket",
    params: ["marker", "max-keys", "prefix"],
    source: "L12768",
    handle: listLiveChannel,
  },
  { ...ROW, name: "DeleteLiveChannel", method: "DELETE", source: "L12855", handle: deleteLiveChannel },
  {
    ...ROW,
    name: "PutLiveChannelStatus",
    method: "PUT",
    query: { status: true },
    source: "L12895",
    handle: putLiveChannelStatus,
  },
  {
    ...ROW,
    name: "GetLiveChannelInfo",
    method: "GET",
    action: "oss:GetLiveChannel",
    source: "L12949",
    handle: getLiveChannelInfo,
  },
  {
    ...ROW,
    name: "GetLiveChannelStat",
    method: "GET",
    query: { comp: "stat" },
    source: "L13021",
    handle: getLiveChannelStat,
  },
];
