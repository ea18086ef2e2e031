// Reads one stack: its resources by the engine, then the documents of its buckets that no resource owns.
import { ConfigError } from "../../provider/http/errors";
import { UsageError } from "../errors";
import type { Unreadable } from "../live/types";
import type { Project } from "../stack/project";
import { type Observation, refreshStack } from "../stack/refresh";
import type { Properties, Resource } from "../stack/types";
import { contains, HIDDEN, redactLeaves, revealRedacted } from "../stack/values";
import type { StackReading } from "./assemble";
import type { StackRecord } from "./record";
import type { Unread } from "./types";
import type { LiveReader, Unmanaged } from "./unmanaged";

export interface ReadOptions {
  project: Project;
  /** Document -> URN of its owner, over all stacks of the run. */
  owners: ReadonlyMap<string, string>;
  live: LiveReader;
  /** Told how many of the stack's resources have been read. */
  onRead(done: number, all: number): void;
}

export async function readStack(record: StackRecord, options: ReadOptions): Promise<StackReading> {
  const started = Date.now();
  const { project, live, owners } = options;
  const { stack, resources, readable, buckets } = record;
  const read = new Set<string>();
  const refresh = await refreshStack({
    cwd: project.folder,
    stack,
    onEvent: (event) => {
      if (!("step" in event) || event.step.kind !== "outputs" || !readable.has(event.step.urn)) return;
      read.add(event.step.urn);
      options.onRead(read.size, readable.size);
    },
  });
  await revealSecrets(resources, refresh.observations, record, live);
  // A bucket that is gone, or that can't be read, has no documents to look for.
  const there = buckets.filter(({ urn }) => refresh.observations.get(urn)?.gone === false);
  const diagnostics = [...refresh.diagnostics];
  const found: Unmanaged[] = await Promise.all(
    there.map((bucket) =>
      live.unmanaged(bucket, owners).catch((error: unknown) => {
        // What the engine has read stays true where this command can't reach the bucket.
        if (!(error instanceof UsageError || error instanceof ConfigError)) throw error;
        diagnostics.push({ severity: "error", message: `${bucket.name}: ${error.message}` });
        return { documents: [], unreadable: [], reads: 0 };
      }),
    ),
  );
  return {
    project: project.name,
    stack,
    resources,
    readable,
    observations: refresh.observations,
    documents: found.flatMap((each) => each.documents),
    buckets: new Map(buckets.map(({ name, urn }) => [name, urn])),
    unreadable: found.flatMap((each) => each.unreadable.map(unread)),
    diagnostics,
    reads: { resources: readable.size, documents: found.reduce((sum, each) => sum + each.reads, 0) },
    seconds: (Date.now() - started) / 1000,
  };
}

function unread({ bucket, token, code, requestId, message }: Unreadable): Unread {
  return { name: bucket, type: token, bucket, code, requestId, message, unowned: true };
}

/**
 * The engine hides secrets on both sides. Of a resource that drifted the live ones are read once more, so that a rotation
 * shows as another length and hash.
 */
async function revealSecrets(
  resources: readonly Resource[],
  observations: Map<string, Observation>,
  { settings }: StackRecord,
  live: LiveReader,
): Promise<void> {
  const hidden = resources.filter(({ urn }) => {
    const observation = observations.get(urn);
    return observation?.drifted && contains(observation.live.inputs, (leaf) => leaf === HIDDEN);
  });
  await Promise.all(
    hidden.map(async ({ urn, type, rawType, old }) => {
      const observation = observations.get(urn)!;
      const ours = /^(granary:|pulumi-nodejs:dynamic\/oss:)/.test(rawType) && old?.id;
      // Where it can't be read again it stays hidden: the engine said already that it has drifted.
      const inputs = ours ? await live.inputs(type, old.id!, settings(old.provider)).catch(() => undefined) : undefined;
      if (!inputs) return;
      const shown = redactLeaves(inputs, urn) as Properties;
      observation.live.inputs = revealRedacted(observation.live.inputs, [shown]) as Properties;
    }),
  );
}
