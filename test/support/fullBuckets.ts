// Buckets with something in them, made and destroyed through the provider.
import type { Managed } from "./managed";
import type { Values } from "./wire";

/** One resource: without it the second call would be another's. */
const URN = "urn:pulumi:test::suite::granary:oss:Bucket::bucket";

/** @param world the lifecycle of the test that runs */
export function fullBuckets(world: () => Managed) {
  async function make(bucket: string, inputs: Values = { forceDestroy: true }): Promise<Values> {
    const { lifecycle, context } = world();
    return (await lifecycle.create("oss:Bucket", { bucket, ...inputs }, context, URN)).state;
  }
  const destroy = (bucket: string, state: Values, signal = world().context.signal) =>
    world().lifecycle.remove("oss:Bucket", bucket, state, { ...world().context, signal }, URN);
  const exists = async (bucket: string) =>
    (await world().lifecycle.read("oss:Bucket", bucket, world().context)) !== undefined;

  const versioning = (bucket: string, status: string) =>
    world().client.send({
      operation: "PutBucketVersioning",
      method: "PUT",
      bucket,
      query: { versioning: true },
      body: `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`,
    });
  const put = (bucket: string, key: string) =>
    world().client.send({ operation: "PutObject", method: "PUT", bucket, key, body: Buffer.from("x") });
  const drop = (bucket: string, key: string) =>
    world().client.send({ operation: "DeleteObject", method: "DELETE", bucket, key });
  const begin = (bucket: string, key: string) =>
    world().client.send({
      operation: "InitiateMultipartUpload",
      method: "POST",
      bucket,
      key,
      query: { uploads: true },
    });
  const channel = (bucket: string, key: string) =>
    world().client.send({
      operation: "PutLiveChannel",
      method: "PUT",
      bucket,
      key,
      query: { live: true },
      body: "<LiveChannelConfiguration><Target><Type>HLS</Type></Target></LiveChannelConfiguration>",
    });
  const retain = async (bucket: string, locked: boolean) => {
    const asked = { operation: "InitiateBucketWorm", method: "POST", bucket } as const;
    const body =
      "<InitiateWormConfiguration><RetentionPeriodInDays>30</RetentionPeriodInDays></InitiateWormConfiguration>";
    const answer = await world().client.send({ ...asked, query: { worm: true }, body });
    const wormId = answer.headers["x-oss-worm-id"]!;
    if (locked) await world().client.send({ ...asked, operation: "CompleteBucketWorm", query: { wormId } });
  };
  /** Behind the service's back: thousands of signed requests would take most of a test's time. */
  async function fill(bucket: string, count: number, name = (i: number) => `object-${i}`): Promise<void> {
    const left = Array.from({ length: count }, (_, i) => i);
    const worker = async () => {
      for (let i = left.pop(); i !== undefined; i = left.pop())
        await world().emulated.change({ bucket, key: name(i), content: "x" });
    };
    await Promise.all(Array.from({ length: 16 }, worker));
  }

  return { make, destroy, exists, versioning, put, drop, begin, channel, retain, fill };
}
