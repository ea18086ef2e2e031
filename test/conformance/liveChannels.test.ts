/** LiveChannels by the SDK: ali-oss 6.23, lib/rtmp.js. */
import { type Conformance, refusal, type Sdk, SIGNATURES, startConformance } from "../support/aliOss";

let service: Conformance;
beforeAll(async () => {
  service = await startConformance();
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());

const CONFIGURATION = {
  Description: "a live channel",
  Status: "enabled",
  Target: { Type: "HLS", FragDuration: "10", FragCount: "5", PlaylistName: "list.m3u8" },
};

describe.each(SIGNATURES)("ali-oss with signature %s", (_name, authorizationV4) => {
  let sdk: Sdk;
  beforeEach(async () => {
    sdk = service.sdk({ authorizationV4, bucket: "web" });
    await sdk.putBucket("web");
  });

  test("creates a channel with its URLs, reads, disables and deletes it", async () => {
    const { publishUrls, playUrls } = await sdk.putChannel("camera", CONFIGURATION);
    expect(publishUrls).toEqual(["rtmp://web.oss-cn-hangzhou.aliyuncs.com/live/camera"]);
    expect(playUrls).toEqual(["http://web.oss-cn-hangzhou.aliyuncs.com/camera/list.m3u8"]);
    expect((await sdk.getChannel("camera")).data).toEqual(CONFIGURATION);
    expect((await sdk.getChannelStatus("camera")).data).toEqual({ Status: "Idle" });
    expect((await sdk.putChannelStatus("camera", "disabled")).res.status).toBe(200);
    expect((await sdk.getChannelStatus("camera")).data).toEqual({ Status: "Disabled" });
    expect((await sdk.deleteChannel("camera")).res.status).toBe(204);
    expect(await refusal(sdk.getChannel("camera"))).toEqual({ code: "NoSuchLiveChannel", status: 404 });
  });

  test("pages through channels, which do not keep a bucket from being listed as empty of objects", async () => {
    for (const id of ["a1", "a2", "b"]) {
      await sdk.putChannel(id, CONFIGURATION);
    }
    const first = await sdk.listChannels({ prefix: "a", "max-keys": 1 });
    expect(first.channels).toMatchObject([
      {
        Name: "a1",
        Description: "a live channel",
        Status: "enabled",
        PublishUrls: ["rtmp://web.oss-cn-hangzhou.aliyuncs.com/live/a1"],
        PlayUrls: ["http://web.oss-cn-hangzhou.aliyuncs.com/a1/list.m3u8"],
      },
    ]);
    expect([first.isTruncated, first.nextMarker]).toEqual([true, "a1"]);
    const second = await sdk.listChannels({ prefix: "a", marker: "a1" });
    expect(second.channels.map(({ Name }) => Name)).toEqual(["a2"]);
    expect([second.isTruncated, second.nextMarker]).toEqual([false, null]);
    expect((await sdk.list({})).objects).toEqual([]);
  });

  test("is told that the history of a channel is not implemented", async () => {
    await sdk.putChannel("camera", CONFIGURATION);
    expect(await refusal(sdk.getChannelHistory("camera"))).toEqual({ code: "NotImplemented", status: 501 });
  });
});
