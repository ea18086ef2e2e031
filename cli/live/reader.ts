// The provider's own reads, as an import makes them, over a client that can do nothing else.
import { granary } from "../../provider";
import { ConfigError } from "../../provider/http/errors";
import { bool, readXml, text, list as xmlList } from "../../provider/http/xml";
import type { Context, PackageDefinition } from "../../provider/kit/define";
import { findResource } from "../../provider/kit/define";
import { parseId } from "../../provider/kit/id";
import { createLifecycle, type Live } from "../../provider/kit/lifecycle";
import type { Values } from "../../provider/kit/values";
import { oss } from "../../provider/oss";
import { decoding, hasCode } from "../../provider/oss/bucketConfig";
import type { OssClient, OssConfig, OssRequest, OssResponse } from "../../provider/oss/client";
import { type BucketPage, decodeBuckets } from "../../provider/oss/wire/bucketInfo";
import { type Cname, decodeCnames } from "../../provider/oss/wire/cname";
import { decodeReplication, type ReplicationRule } from "../../provider/oss/wire/replication";
import { UsageError } from "../errors";

export interface Reading extends Live {
  /** Every argument as the service told it, defaults included. */
  live: Values;
}

export interface Reader {
  /** Names of the account's buckets, in alphabetical order. */
  buckets(prefix?: string): Promise<string[]>;
  /** A resource as an import reads it; undefined where the service says that there is none. */
  read(token: string, id: string): Promise<Reading | undefined>;
  inventories(bucket: string): Promise<string[]>;
  replications(bucket: string): Promise<ReplicationRule[]>;
  cnames(bucket: string): Promise<Cname[]>;
  /** Requests so far: about a bucket, or all of them. */
  reads(bucket?: string): number;
  close(): Promise<void>;
}

/** Where the sum of all buckets is counted; no bucket can have this name. */
const ALL = "*";

/** @param settings the provider's configuration; what it leaves out comes from the environment */
export function createReader(signal: AbortSignal, settings: OssConfig = {}): Reader {
  const context: Context = { signal, progress: () => {} };
  const counts = new Map<string, number>();
  const client = connect(settings, (bucket) => {
    for (const name of [ALL, ...(bucket === undefined ? [] : [bucket])]) counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  const reading: PackageDefinition = {
    ...granary,
    services: { ...granary.services, oss: () => ({ ...oss, connect: () => client }) },
  };
  const lifecycle = createLifecycle(reading, {});

  async function list<T>(
    operation: string,
    bucket: string,
    query: OssRequest["query"],
    empty: string[],
    decode: (text: string) => T,
  ) {
    try {
      const response = await client.send({ operation, method: "GET", bucket, query, signal });
      return decoding(operation, bucket, response, () => decode(response.text));
    } catch (error) {
      if (hasCode(error, empty)) return undefined;
      throw error;
    }
  }

  return {
    async buckets(prefix) {
      const operation = "GetService";
      const names: string[] = [];
      let page: BucketPage | undefined;
      do {
        const query: Record<string, string> = { "max-keys": "1000" };
        if (prefix !== undefined) query.prefix = prefix;
        if (page?.nextMarker) query.marker = page.nextMarker;
        const response = await client.send({ operation, method: "GET", query, signal });
        page = decoding(operation, "the account", response, () => decodeBuckets(response.text));
        names.push(...page.buckets.map((bucket) => bucket.name));
      } while (page.nextMarker);
      return names.sort();
    },

    async read(token, id) {
      const definition = findResource(reading, token)!;
      // Both look at the same answers: a request that was sent is not sent again.
      const live = await definition.observe(client, parseId(definition, id), context);
      const found = live && (await lifecycle.read(token, id, context));
      return found && { ...found, live: live as Values };
    },

    // OSS API reference 20220713, ListBucketInventory: at most 100 per answer.
    async inventories(bucket) {
      const ids: string[] = [];
      let token: string | undefined;
      do {
        const query: Record<string, string | true> = { inventory: true };
        if (token) query["continuation-token"] = token;
        const page = await list("ListBucketInventory", bucket, query, ["NoSuchInventory"], decodeInventories);
        ids.push(...(page?.ids ?? []));
        token = page?.next;
      } while (token);
      return ids.sort();
    },

    async replications(bucket) {
      const empty = ["NoSuchReplicationConfiguration"];
      return (await list("GetBucketReplication", bucket, { replication: true }, empty, decodeReplication)) ?? [];
    },

    async cnames(bucket) {
      return (await list("ListCname", bucket, { cname: true }, ["NoSuchCname"], decodeCnames)) ?? [];
    },

    reads: (bucket) => counts.get(bucket ?? ALL) ?? 0,
    close: () => client.close(),
  };
}

/** A client that sends GET and HEAD only, each request once, and counts them. */
function connect(settings: OssConfig, count: (bucket: string | undefined) => void): OssClient {
  let client: OssClient;
  try {
    client = oss.connect(settings) as OssClient;
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.message) : error;
  }
  const answers = new Map<string, Promise<OssResponse>>();
  return {
    ...client,
    async send(request) {
      if (request.method !== "GET" && request.method !== "HEAD") {
        throw new Error(`${request.operation} is not a read, and nothing else is sent here`);
      }
      const key = JSON.stringify([request.method, request.bucket, request.key, request.query]);
      const known = answers.get(key);
      if (known) return known;
      count(request.bucket);
      const answer = client.send(request);
      answers.set(key, answer);
      return answer;
    },
  };
}

function decodeInventories(body: string): { ids: string[]; next?: string } {
  const one = "InventoryConfiguration";
  const root = readXml(body, "ListInventoryConfigurationsResult", [one, `${one}.OptionalFields.Field`]);
  const ids = (xmlList(root, one) ?? []).map((inventory) => text(inventory, "Id") ?? "");
  const next = bool(root, "IsTruncated") ? text(root, "NextContinuationToken") : undefined;
  return { ids: ids.filter((id) => id !== ""), next };
}
