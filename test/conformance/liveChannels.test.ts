// LiveChannels as the vendor's Node SDK uses them.
import { type Conformance, refusal, SIGNATURES, startConformance } from "../support/aliOss";

interface Channels {
  putChannel(id: string, conf: object): Promise<{ publishUrls: string[]; playUrls: string[] }>;
  getChannel(id: string): Promise<{ data: unknown }>;
  listChannels(query: object): Promise<{ channels: Record<string, unknown>[]; nextMarker: string | null }>;
  putChannelStatus(id: string, status: string): Promise<unknown>;
  getChannelStatus(id: string): Promise<{ data: unknown }>;
  deleteChannel(id: string): Promise<unknown>;
}

let oss: Conformance;
beforeAll(async () => {
  oss = await startConformance();
});
afterAll(() => oss.stop());

test.each(SIGNATURES)("%s: a channel's life", async (signature, authorizationV4) => {
  const bucket = `channels-${signature.toLowerCase()}`;
  const client = oss.sdk({ authorizationV4, bucket });
  await client.putBucket(bucket);
  const channels = client as unknown as Channels;
  const target = { Type: "HLS", FragDuration: "10", FragCount: "5", PlaylistName: "list.m3u8" };
  const made = await channels.putChannel("one", { Description: "first", Status: "enabled", Target: target });
  expect(made.publishUrls).toEqual([`rtmp://${bucket}.oss-cn-hangzhou.aliyuncs.com/live/one`]);
  expect(made.playUrls).toEqual([`http://${bucket}.oss-cn-hangzhou.aliyuncs.com/one/list.m3u8`]);
  expect((await channels.getChannel("one")).data).toEqual({
    Description: "first",
    Status: "enabled",
    Target: { Type: "HLS", FragDuration: "10", FragCount: "5", PlaylistName: "list.m3u8" },
  });
  await channels.putChannel("two", { Target: { Type: "HLS" } });
  const listed = await channels.listChannels({ "max-keys": 1 });
  expect(listed.channels.map((channel) => channel.Name)).toEqual(["one"]);
  expect(listed.nextMarker).toBe("one");
  await channels.putChannelStatus("one", "disabled");
  expect((await channels.getChannelStatus("one")).data).toEqual({ Status: "Disabled" });
  expect(await refusal(client.deleteBucket(bucket))).toEqual({ code: "BucketNotEmpty", status: 409 });
  await channels.deleteChannel("one");
  await channels.deleteChannel("two");
  expect(await refusal(channels.getChannel("one"))).toEqual({ code: "NoSuchLiveChannel", status: 404 });
  await client.deleteBucket(bucket);
});
