// What an engine test works with: an emulator, stacks on it, and the vendor's SDK as somebody else's client.
import { get } from "node:http";
import OSS from "ali-oss";
import { type Emulated, SECRET_KEY, startEmulated, TOKEN } from "../../support/emulated";
import { openStack, type StackOptions, type TestStack } from "./stack";

export interface World {
  readonly emulator: Emulated;
  /** The vendor's Node SDK, with the keys of the account. */
  readonly sdk: OSS;
  /** A stack whose commands reach the emulator through the environment variables of the vendor's tools. */
  open(options: StackOptions): Promise<TestStack>;
  /** The names of all buckets, in alphabetical order. */
  buckets(): Promise<string[]>;
}

/** One world for the tests of a file; everything of it is gone afterwards. */
export function useWorld(): World {
  jest.setTimeout(240_000);
  const stacks: TestStack[] = [];
  let emulator: Emulated;
  let sdk: OSS;

  beforeAll(async () => {
    emulator = await startEmulated();
    const keys = { accessKeyId: "granary", accessKeySecret: SECRET_KEY, stsToken: TOKEN };
    sdk = new OSS({
      endpoint: emulator.url,
      region: "oss-cn-hangzhou",
      ...keys,
      refreshSTSTokenInterval: 3_600_000,
      refreshSTSToken: async () => keys,
    });
  });
  afterAll(async () => {
    for (const stack of stacks) stack.dispose();
    await emulator?.stop();
  });

  return {
    get emulator() {
      return emulator;
    },
    get sdk() {
      return sdk;
    },
    open: async (options) => {
      const stack = await openStack({ ...options, env: { ...emulator.env(), ...options.env } });
      stacks.push(stack);
      return stack;
    },
    buckets: async () => {
      const { buckets } = await sdk.listBuckets({ "max-keys": 1000 });
      return (buckets ?? []).map((bucket) => bucket.name).sort();
    },
  };
}

/** What a browser gets; every host leads to this machine, whatever its resolver makes of `*.localhost`. */
export function browse(url: string, host?: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host };
    get(url, { headers, lookup: (_name, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]) })
      .on("error", reject)
      .on("response", (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        response.on("end", () => resolve({ status: response.statusCode!, body }));
      });
  });
}
