// What was read of a stack, and what is told of it, with as much as a test needs.
import type { StackReading } from "../../../../cli/drift/assemble";
import type { DriftFinding, DriftReport, StackDrift } from "../../../../cli/drift/types";
import type { Document } from "../../../../cli/live/types";
import type { Observation } from "../../../../cli/stack/refresh";
import type { Properties, Resource } from "../../../../cli/stack/types";
import { change, type Declared, type Program } from "./change";

/** The resource as it is recorded. */
export function recorded(name: string, declared: Declared, extra: Partial<Resource> = {}): Resource {
  return change({ [name]: declared }, { [name]: declared }, { [name]: extra })[0]!;
}

/** What a read found. */
export function live(inputs: Properties, fields: Partial<Observation> = {}): Observation {
  const recordedState = { inputs: {}, outputs: {} };
  return { drifted: true, gone: false, recorded: recordedState, live: { inputs, outputs: {} }, told: {}, ...fields };
}

export const IN_SYNC = live({}, { drifted: false });
export const GONE = live({}, { gone: true });

/** A stack of which everything was read, and is as recorded. */
export function reading(program: Program, fields: Partial<StackReading> = {}): StackReading {
  const resources = change(program, program);
  const buckets = resources.filter((each) => each.type === "oss:Bucket");
  return {
    project: "shop",
    stack: "dev",
    resources,
    readable: new Set(resources.map(({ urn }) => urn)),
    observations: new Map(resources.map(({ urn }) => [urn, IN_SYNC])),
    documents: [],
    buckets: new Map(buckets.map(({ urn, old }) => [String(old!.inputs.bucket), urn])),
    unreadable: [],
    diagnostics: [],
    reads: { resources: resources.length, documents: 0 },
    seconds: 1,
    ...fields,
  };
}

/** The same, with what was found at some of the resources. */
export function observed(of: StackReading, found: Record<string, Observation | undefined>): StackReading {
  const observations = of.resources.flatMap(({ urn, name }): [string, Observation][] => {
    const observation = name in found ? found[name] : IN_SYNC;
    return observation ? [[urn, observation]] : [];
  });
  return { ...of, observations: new Map(observations) };
}

/** A document of bucket "web" that no resource owns. */
export function document(token: string, inputs: Properties = {}, fields: Partial<Document> = {}): Document {
  return { token, bucket: "web", id: "web", inputs: { bucket: "web", ...inputs }, state: {}, notes: [], ...fields };
}

export function driftFinding(fields: Partial<DriftFinding> = {}): DriftFinding {
  return {
    verdict: "changed",
    stack: "dev",
    rule: "acl-public-read",
    severity: "high",
    group: "access",
    title: "Changed outside Pulumi: The ACL becomes public-read",
    bucket: "web",
    urn: "urn:pulumi:dev::shop::granary:oss:BucketAcl::acl",
    resource: "acl",
    type: "oss:BucketAcl",
    id: "web",
    path: "acl",
    old: "private",
    new: "public-read",
    changes: [{ path: "acl", kind: "update", old: "private", new: "public-read" }],
    rules: [{ rule: "acl-public-read", severity: "high", why: "Anyone can download every object of web." }],
    why: "Somebody changed it outside Pulumi. Anyone can download every object of web.",
    advice: "Keep the ACL private.",
    position: { file: "index.ts", line: 7, column: 1 },
    fingerprint: "0123456789abcdef",
    waysOut: {
      keep: { text: "Keep it: in the program, give oss:BucketAcl acl (index.ts:7)", lines: ['acl: "public-read",'] },
      undo: { text: "Undo it: write what is recorded", lines: ["pulumi up --refresh --stack dev --target 'urn'"] },
      ignore: { text: "Ignore it", lines: ['- { resource: "acl", reason: "say why" }'] },
    },
    ...fields,
  };
}

export function stackDrift(fields: Partial<StackDrift> = {}): StackDrift {
  const { findings = [], unreadable = [], ignored = [], accepted = [] } = fields;
  const level = (severity: string) => findings.filter((each) => each.severity === severity).length;
  const verdict = (name: string) => findings.filter((each) => each.verdict === name).length;
  return {
    project: "shop",
    stack: "dev",
    result: unreadable.length > 0 ? "incomplete" : findings.length > 0 ? "drift" : "clean",
    counts: {
      inSync: 4,
      changed: verdict("changed"),
      gone: verdict("gone"),
      unreadable: unreadable.length,
      unmanaged: verdict("unmanaged"),
      ignored: ignored.length,
      accepted: accepted.length,
    },
    severities: { high: level("high"), medium: level("medium"), low: level("low") },
    findings,
    unreadable,
    ignored,
    accepted,
    agreed: [],
    errors: [],
    notes: [],
    reads: { resources: 5, documents: 12 },
    seconds: 1.5,
    ...fields,
  };
}

export function driftReport(stacks: StackDrift[], fields: Partial<DriftReport> = {}): DriftReport {
  const order = ["failed", "incomplete", "drift", "clean"] as const;
  return {
    command: "drift",
    format: 1,
    version: "0.1.0",
    question: "drift",
    result: order.find((each) => stacks.some(({ result }) => result === each)) ?? "clean",
    gate: "low",
    strict: false,
    stacks,
    seconds: 2.25,
    ...fields,
  };
}
