/** The emulator's OSS on a free port with two accounts, and hands on its clock, faults and store. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClock } from "../../emulator/clock";
import { createFaults, type Faults } from "../../emulator/control/faults";
import { createJournal } from "../../emulator/control/journal";
import { indexOperations } from "../../emulator/oss/gate";
import { operations } from "../../emulator/oss/operations";
import { serveOss } from "../../emulator/oss/pipeline";
import { type OpenStore, openStore } from "../../emulator/store/open";
import type { BucketRow } from "../../emulator/store/rows";
import { type Account, createRawClient, type RawClient } from "./ossRawClient";

export const OWNER: Account = { ownerId: "1000000000000001", accessKeyId: "owner", accessKeySecret: "owner-secret" };
export const STRANGER: Account = { ownerId: "2000000000000002", accessKeyId: "other", accessKeySecret: "other-secret" };

export interface OssService {
  /** Signed by OWNER unless the request says otherwise. */
  send: RawClient;
  store: OpenStore;
  faults: Faults;
  now(): Date;
  /** Moves the emulator's clock forward. */
  advance(ms: number): void;
  /** Sets the emulator's clock. */
  setTime(time: string): void;
  /** A bucket of OWNER in cn-hangzhou, changed as given; gives its name. */
  bucket(change?: Partial<BucketRow>): string;
  /** An object as PutObject leaves it, without a body. */
  object(bucket: string, key: string, change?: Partial<ObjectSeed>): void;
  stop(): Promise<void>;
}

interface ObjectSeed {
  size: number;
  modifiedAt: number;
  tags: Record<string, string>;
  headers: Record<string, string>;
  storageClass: BucketRow["storageClass"];
}

export async function startOssService(): Promise<OssService> {
  const store = openStore(undefined);
  const clock = createClock();
  const faults = createFaults();
  const bugs: unknown[] = [];
  const service = {
    store,
    clock,
    faults,
    index: indexOperations(operations),
    credentials: [OWNER, STRANGER],
    region: "cn-hangzhou",
    journal: createJournal(),
    warn: () => {},
    onBug: (error: unknown) => bugs.push(error),
  };
  const server = createServer((incoming, outgoing) => void serveOss(service, incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let count = 0;
  return {
    send: createRawClient(port, OWNER, () => clock.now()),
    store,
    faults,
    now: () => clock.now(),
    advance: (ms) => clock.setOffset(clock.offset() + ms),
    setTime: (time) => clock.setOffset(Date.parse(time) - Date.now()),
    bucket: (change = {}) => {
      count += 1;
      const row: BucketRow = {
        name: `bucket-${count}`,
        ownerId: OWNER.ownerId,
        region: "cn-hangzhou",
        createdAt: clock.now().getTime(),
        acl: "private",
        storageClass: "Standard",
        dataRedundancyType: "LRS",
        resourceGroupId: "",
        hns: false,
        versioning: "",
        ...change,
      };
      store.insertBucket(row);
      return row.name;
    },
    object: (bucket, key, change = {}) => {
      store.versions.put(bucket, key, store.getBucket(bucket)?.versioning ?? "", {
        type: "Normal",
        storageClass: "Standard",
        acl: "default",
        headers: {},
        modifiedAt: clock.now().getTime(),
        ownerId: OWNER.ownerId,
        size: 0,
        etag: "D41D8CD98F00B204E9800998ECF8427E",
        crc64: "0",
        body: null,
        ...change,
      });
    },
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      store.close();
      if (bugs.length > 0) {
        throw bugs[0];
      }
    },
  };
}
