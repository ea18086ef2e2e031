import { type Emulator, startEmulator } from "../../emulator";
import { type Client, clientOf, control } from "./support/client";

let emulator: Emulator;
let send: Client;
let count = 0;
let bucket: string;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  count += 1;
  bucket = `live-${count}`;
  send = clientOf(emulator, { bucket, host: `${bucket}.oss-cn-hangzhou.aliyuncs.com` });
  await send({ method: "PUT" });
});

const TARGET = "<Target><Type>HLS</Type></Target>";
const body = (inside: string) => `<LiveChannelConfiguration>${inside}</LiveChannelConfiguration>`;
const put = (key: string, inside = TARGET) => send({ method: "PUT", key, query: "live", body: body(inside) });
const refusal = async (answer: ReturnType<Client>) => {
  const { status, element } = await answer;
  return [status, element("Code")];
};
/** A client that pushes to the channel. */
const stream = (name: string) =>
  control(emulator, "POST", "change", {
    bucket,
    document: `liveChannel/${name}`,
    value: {
      description: "",
      status: "enabled",
      fragDuration: 5,
      fragCount: 3,
      playlistName: "playlist.m3u8",
      modifiedAt: 0,
      stream: { since: 1472106315000, remoteAddr: "10.1.2.3:47745" },
    },
  });

describe("PutLiveChannel", () => {
  it("answers the two URLs of the sample (L12748-12760)", async () => {
    await send({ method: "PUT", host: "snapshotdest.oss-cn-hangzhou.aliyuncs.com", bucket: "snapshotdest" });
    const answer = await put(
      "test-channel",
      "<Description/><Status>enabled</Status><Target><Type>HLS</Type><FragDuration>2</FragDuration><FragCount>3</FragCount></Target>" +
        "<Snapshot><RoleName>role_for_snapshot</RoleName><DestBucket>snapshotdest</DestBucket><NotifyTopic>snapshotnotify</NotifyTopic><Interval>1</Interval></Snapshot>",
    );
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(
      `<CreateLiveChannelResult><PublishUrls><Url>rtmp://${bucket}.oss-cn-hangzhou.aliyuncs.com/live/test-channel</Url></PublishUrls>` +
        `<PlayUrls><Url>http://${bucket}.oss-cn-hangzhou.aliyuncs.com/test-channel/playlist.m3u8</Url></PlayUrls></CreateLiveChannelResult>`,
    );
  });

  it("replaces the whole configuration", async () => {
    await put("c", `<Description>one</Description><Status>disabled</Status>${TARGET}`);
    await put("c");
    const info = await send({ key: "c", query: "live" });
    expect([info.element("Description"), info.element("Status")]).toEqual(["", "enabled"]);
  });

  it.each([
    ["no Target", "<Description>x</Description>", "MalformedXML"],
    ["no Type", "<Target></Target>", "MalformedXML"],
    ["another Type", "<Target><Type>FLV</Type></Target>", "InvalidArgument"],
    ["a description of 129 bytes", `<Description>${"é".repeat(64)}x</Description>${TARGET}`, "InvalidArgument"],
    ["another status", `<Status>on</Status>${TARGET}`, "InvalidArgument"],
    [
      "FragDuration without FragCount",
      "<Target><Type>HLS</Type><FragDuration>5</FragDuration></Target>",
      "InvalidArgument",
    ],
    ["FragCount without FragDuration", "<Target><Type>HLS</Type><FragCount>5</FragCount></Target>", "InvalidArgument"],
    [
      "FragDuration 0",
      "<Target><Type>HLS</Type><FragDuration>0</FragDuration><FragCount>3</FragCount></Target>",
      "InvalidArgument",
    ],
    [
      "FragCount 101",
      "<Target><Type>HLS</Type><FragDuration>5</FragDuration><FragCount>101</FragCount></Target>",
      "InvalidArgument",
    ],
    [
      "a playlist without .m3u8",
      "<Target><Type>HLS</Type><PlaylistName>playlist</PlaylistName></Target>",
      "InvalidArgument",
    ],
    ["a playlist of 5 bytes", "<Target><Type>HLS</Type><PlaylistName>.m3u8</PlaylistName></Target>", "InvalidArgument"],
    [
      "a playlist of 129 bytes",
      `<Target><Type>HLS</Type><PlaylistName>${"p".repeat(124)}.m3u8</PlaylistName></Target>`,
      "InvalidArgument",
    ],
    ["a snapshot without interval", `${TARGET}<Snapshot><RoleName>r</RoleName></Snapshot>`, "MalformedXML"],
    ["a snapshot interval of 101", `${TARGET}<Snapshot><Interval>101</Interval></Snapshot>`, "InvalidArgument"],
  ])("refuses %s", async (_, inside, code) => {
    expect(await refusal(put("c", inside))).toEqual([400, code]);
  });

  it("refuses a name with a slash (L12680)", async () => {
    expect(await refusal(put("a/b"))).toEqual([400, "InvalidArgument"]);
  });
});

describe("GetLiveChannelInfo", () => {
  it("gives the configuration with its defaults, without the snapshot (L13004-13018)", async () => {
    await put("c", `${TARGET}<Snapshot><Interval>1</Interval></Snapshot>`);
    const answer = await send({ key: "c", query: "live" });
    expect(answer.text).toContain(
      "<LiveChannelConfiguration><Description></Description><Status>enabled</Status><Target><Type>HLS</Type><FragDuration>5</FragDuration><FragCount>3</FragCount><PlaylistName>playlist.m3u8</PlaylistName></Target></LiveChannelConfiguration>",
    );
  });

  it("answers NoSuchLiveChannel 404 for a missing one", async () => {
    expect(await refusal(send({ key: "c", query: "live" }))).toEqual([404, "NoSuchLiveChannel"]);
  });
});

describe("ListLiveChannel", () => {
  it("pages by name, 100 by default (L12786)", async () => {
    for (let i = 0; i < 101; i++) await put(`channel-${String(i).padStart(3, "0")}`);
    const first = await send({ query: "live" });
    expect(first.elements("Name")).toHaveLength(100);
    expect([first.element("MaxKeys"), first.element("IsTruncated"), first.element("NextMarker")]).toEqual([
      "100",
      "true",
      "channel-099",
    ]);
    const second = await send({ query: "live&marker=channel-099" });
    expect([second.elements("Name"), second.element("IsTruncated"), second.element("NextMarker")]).toEqual([
      ["channel-100"],
      "false",
      undefined,
    ]);
    expect((await send({ query: "live&prefix=channel-05&max-keys=3" })).elements("Name")).toEqual([
      "channel-050",
      "channel-051",
      "channel-052",
    ]);
  });

  it("answers the elements of the sample (L12829-12850)", async () => {
    await put("channel-0", `<Status>disabled</Status>${TARGET}`);
    const answer = await send({ query: "live&max-keys=1" });
    expect(answer.text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z/, "TIME")).toContain(
      "<ListLiveChannelResult><Prefix></Prefix><Marker></Marker><MaxKeys>1</MaxKeys><IsTruncated>false</IsTruncated>" +
        "<LiveChannel><Name>channel-0</Name><Description></Description><Status>disabled</Status><LastModified>TIME</LastModified>" +
        `<PublishUrls><Url>rtmp://${bucket}.oss-cn-hangzhou.aliyuncs.com/live/channel-0</Url></PublishUrls>` +
        `<PlayUrls><Url>http://${bucket}.oss-cn-hangzhou.aliyuncs.com/channel-0/playlist.m3u8</Url></PlayUrls></LiveChannel></ListLiveChannelResult>`,
    );
  });

  it("refuses max-keys 1001", async () => {
    expect(await refusal(send({ query: "live&max-keys=1001" }))).toEqual([400, "InvalidArgument"]);
  });
});

describe("DeleteLiveChannel", () => {
  it("deletes the channel, not the objects that streams left (L12862)", async () => {
    await put("c");
    await send({ method: "PUT", key: "c/1.ts", body: "x" });
    expect((await send({ method: "DELETE", key: "c", query: "live" })).status).toBe(204);
    expect(await refusal(send({ method: "DELETE", key: "c", query: "live" }))).toEqual([404, "NoSuchLiveChannel"]);
    expect((await send({ key: "c/1.ts" })).status).toBe(200);
  });

  it("fails while a client pushes (L12861): ChannelStillLive 409, until 10 seconds after it is disabled", async () => {
    await stream("c");
    const live = await send({ key: "c", query: "live&comp=stat" });
    expect([live.element("Status"), live.element("ConnectedTime"), live.element("RemoteAddr")]).toEqual([
      "Live",
      "2016-08-25T06:25:15.000Z",
      "10.1.2.3:47745",
    ]);
    expect(await refusal(send({ method: "DELETE", key: "c", query: "live" }))).toEqual([409, "ChannelStillLive"]);
    expect(await refusal(put("c"))).toEqual([409, "ChannelStillLive"]);
    expect((await send({ method: "PUT", key: "c", query: "live&status=disabled" })).status).toBe(200);
    expect(await refusal(send({ method: "DELETE", key: "c", query: "live" }))).toEqual([409, "ChannelStillLive"]);
    await control(emulator, "POST", "clock", { advanceSeconds: 11 });
    expect((await send({ key: "c", query: "live&comp=stat" })).element("Status")).toBe("Disabled");
    expect((await send({ method: "DELETE", key: "c", query: "live" })).status).toBe(204);
  });
});

describe("PutLiveChannelStatus and GetLiveChannelStat", () => {
  it("turn it off and on", async () => {
    await put("c");
    const status = async () => (await send({ key: "c", query: "live&comp=stat" })).element("Status");
    expect(await status()).toBe("Idle");
    await send({ method: "PUT", key: "c", query: "live&status=disabled" });
    expect(await status()).toBe("Disabled");
    await send({ method: "PUT", key: "c", query: "live&status=enabled" });
    expect(await status()).toBe("Idle");
    expect(await refusal(send({ method: "PUT", key: "c", query: "live&status=off" }))).toEqual([
      400,
      "InvalidArgument",
    ]);
    expect(await refusal(send({ method: "PUT", key: "no", query: "live&status=disabled" }))).toEqual([
      404,
      "NoSuchLiveChannel",
    ]);
  });
});

describe("a bucket with LiveChannels", () => {
  it("is not empty, and counts them", async () => {
    await put("c");
    expect(await refusal(send({ method: "DELETE" }))).toEqual([409, "BucketNotEmpty"]);
    expect((await send({ query: "stat" })).element("LiveChannelCount")).toBe("1");
    await send({ method: "DELETE", key: "c", query: "live" });
    expect((await send({ method: "DELETE" })).status).toBe(204);
  });

  it("has none with a hierarchical namespace (table L457-465)", async () => {
    const host = "tree.oss-cn-hangzhou.aliyuncs.com";
    await send({ method: "PUT", bucket: "tree", host, headers: { "x-oss-hns-status": "enabled" } });
    expect(await refusal(send({ bucket: "tree", host, query: "live" }))).toEqual([400, "OperationNotSupported"]);
    const asked = { method: "PUT", bucket: "tree", host, key: "c", query: "live", body: body(TARGET) };
    expect(await refusal(send(asked))).toEqual([400, "OperationNotSupported"]);
  });
});
