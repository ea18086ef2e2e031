// What is recorded of a stack, and where each of its buckets is to be looked for.
import { granary } from "../../provider";
import { registerSecret } from "../../provider/http/redact";
import { decodeConfig } from "../../provider/kit/config";
import type { OssConfig } from "../../provider/oss/client";
import { type EngineOptions, runPulumi } from "../stack/engine";
import { sourcePosition, yamlPosition } from "../stack/position";
import type { Project } from "../stack/project";
import { type ExportedResource, exportStack, recordedResource } from "../stack/recorded";
import { isAlicloud, isProvider, isStack } from "../stack/tokens";
import type { Resource } from "../stack/types";
import { plainValue } from "../stack/values";

/** A bucket whose Bucket resource is in the stack. */
export interface ManagedBucket {
  name: string;
  hierarchical: boolean;
  urn: string;
  /** Configuration of its provider. Holds keys: it goes to the client and nowhere else. */
  settings: OssConfig;
}

export interface StackRecord {
  stack: string;
  /** Everything that is recorded. */
  resources: Resource[];
  /** URNs of what is managed and has to be read: no components, no providers, nothing that programs only look at. */
  readable: ReadonlySet<string>;
  buckets: ManagedBucket[];
  /** "oss:BucketCors shop-images" -> URN of the resource that owns the document. */
  owners: ReadonlyMap<string, string>;
  /** Provider reference -> its configuration. Holds keys: it goes to the client and nowhere else. */
  settings(reference: string | undefined): OssConfig;
}

export async function readRecord(project: Project, stack: string, options: EngineOptions): Promise<StackRecord> {
  const exported = await exportStack(stack, options);
  const resources = exported.map((each): Resource => {
    const resource = recordedResource(each);
    const position = sourcePosition(each.sourcePosition, project) ?? yamlPosition(resource.name, project);
    return { ...resource, position };
  });
  const readable = new Set(exported.filter(isManaged).map(({ urn }) => urn));
  const managed = resources.filter(({ urn }) => readable.has(urn));
  const buckets = managed.filter((each) => each.type === "oss:Bucket" && !isAlicloud(each.rawType));
  const settings = await settingsOf(exported, stack, options);
  return {
    stack,
    resources,
    readable,
    buckets: buckets.flatMap(({ urn, new: state }): ManagedBucket[] => {
      const name = state?.outputs.bucket ?? state?.id;
      if (typeof name !== "string") return [];
      const hierarchical = state?.outputs.hierarchicalNamespace === true;
      return [{ name, hierarchical, urn, settings: settings(state?.provider) }];
    }),
    owners: ownersOf(managed),
    settings,
  };
}

function isManaged({ custom, external, pendingReplacement, type }: ExportedResource): boolean {
  return custom !== false && !external && !pendingReplacement && !isProvider(type) && !isStack(type);
}

function ownersOf(resources: readonly Resource[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { type, rawType, urn, new: state } of resources) {
    if (!type.startsWith("oss:") || !state) continue;
    // Of @pulumi/alicloud the ids differ from kind to kind; what it owns is the bucket's.
    const id = isAlicloud(rawType) ? state.inputs.bucket : state.id;
    if (typeof id === "string") owners.set(`${type} ${id}`, urn);
    // A Bucket with `acl` owns its ACL.
    if (type === "oss:Bucket" && state.inputs.acl !== undefined) owners.set(`oss:BucketAcl ${state.id}`, urn);
  }
  return owners;
}

/** Provider reference -> its settings: what is recorded of a plugin's provider, the stack's own for the dynamic front. */
async function settingsOf(
  exported: readonly ExportedResource[],
  stack: string,
  options: EngineOptions,
): Promise<(reference: string | undefined) => OssConfig> {
  const providers = exported.filter((each) => each.type === "pulumi:providers:granary");
  const recorded = new Map(
    providers.map((each) => [`${each.urn}::${each.id}`, decoded((plainValue(each.inputs) ?? {}) as object)]),
  );
  const dynamic = exported.some((each) => each.type.startsWith("pulumi-nodejs:dynamic/oss:"));
  const configured = dynamic ? await stackSettings(stack, options) : {};
  return (reference) => recorded.get(reference ?? "") ?? configured;
}

async function stackSettings(stack: string, options: EngineOptions): Promise<OssConfig> {
  const run = await runPulumi(["config", "--json", "--show-secrets", "--stack", stack], options);
  if (run.code !== 0) return {};
  const { "granary:oss": oss } = JSON.parse(run.stdout) as Record<string, { value?: string }>;
  return oss?.value === undefined ? {} : decoded({ oss: oss.value });
}

function decoded(inputs: object): OssConfig {
  const settings = (decodeConfig(granary, { ...inputs }).config.oss ?? {}) as OssConfig;
  registerSecret(settings.accessKeySecret);
  registerSecret(settings.securityToken);
  return settings;
}
