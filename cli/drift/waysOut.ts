// The three ways out of a finding, as lines to copy: let the program say it, undo it, agree to it.
import { stringify } from "yaml";
import { declarationText, valueText } from "../adopt/typescript";
import { yamlDeclaration } from "../adopt/yaml";
import { KINDS } from "../live/kinds";
import type { Document } from "../live/types";
import type { PropertyChange } from "../report/types";
import { stepsOf } from "../stack/drifted";
import type { Resource } from "../stack/types";
import { contains, isSecret } from "../stack/values";
import type { Verdict, Way, WaysOut } from "./types";

export function resourceWays(
  resource: Resource,
  verdict: Verdict,
  changes: readonly PropertyChange[],
  stack: string,
): WaysOut {
  const undo = {
    text:
      verdict === "gone"
        ? "Undo it: make it again (without --refresh the engine would not notice)"
        : "Undo it: write what is recorded (without --refresh the engine would not notice)",
    lines: [`pulumi up --refresh --stack ${stack} --target ${quoted(resource.urn)}${dependents(resource, verdict)}`],
  };
  if (verdict === "gone") {
    const lines = [`pulumi up --stack ${stack}`];
    return { keep: { text: `Keep it so: take ${declared(resource)} out of the program, then`, lines }, undo };
  }
  return { keep: keepWay(resource, changes), undo, ignore: ignoreWay(subjectOf(resource), changes) };
}

/** What a bucket had goes with it: an update of the bucket alone would leave that out. */
function dependents({ type }: Resource, verdict: Verdict): string {
  return verdict === "gone" && type === "oss:Bucket" ? " --target-dependents" : "";
}

function keepWay(resource: Resource, changes: readonly PropertyChange[]): Way {
  if (changes.length === 0) {
    return { text: `Keep it: find out what it is, and give it to ${declared(resource)} in the program`, lines: [] };
  }
  const live = resource.new?.inputs ?? {};
  const names = [...new Set(changes.flatMap(({ path }) => stepsOf(path)[0] ?? []))];
  const mark = isYaml(resource) ? "#" : "//";
  const lines = names.flatMap((name) => {
    if (live[name] === undefined) return [`${mark} without ${name}`];
    const text = isYaml(resource) ? yamlText(name, live[name]) : `${name}: ${valueText(live[name])},`;
    return text.split("\n");
  });
  if (names.some((name) => contains(live[name], isSecret))) {
    lines.push(`${mark} <redacted> stands for a secret, which belongs into the configuration`);
  }
  return { text: `Keep it: in the program, give ${declared(resource)}`, lines };
}

/** Texts in quotes, so that none is taken for a date; two dollar signs stand for one in front of a brace. */
function yamlText(name: string | number, value: unknown): string {
  const plain = JSON.parse(JSON.stringify(value).split("${").join("$${"));
  const form = { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 } as const;
  return stringify({ [name]: plain }, form).trimEnd();
}

/** "oss:BucketAcl acl (index.ts:12)". */
function declared({ type, name, position }: Resource): string {
  return `${type} ${name}${position ? ` (${position.file}:${position.line})` : ""}`;
}

function isYaml({ position }: Resource): boolean {
  return /\.ya?ml$/.test(position?.file ?? "");
}

function subjectOf({ name, type }: Resource): Record<string, string> {
  return { resource: name, type };
}

const FILE = "granary.drift.yaml";

function ignoreWay(subject: Record<string, string>, changes: readonly PropertyChange[]): Way {
  const paths = changes.length > 0 ? changes.map(({ path }) => ({ path })) : [{}];
  return {
    text: `Ignore it: in the list ignore of ${FILE}`,
    lines: paths.map((path) => `- ${flow({ ...subject, ...path, reason: "say why" })}`),
  };
}

function flow(entry: Record<string, string>): string {
  const members = Object.entries(entry).map(([name, text]) => `${name}: ${JSON.stringify(text)}`);
  return `{ ${members.join(", ")} }`;
}

export function documentWays(document: Document, resources: readonly Resource[], stack: string): WaysOut {
  const { token, bucket, part, inputs } = document;
  const owner = resources.find((each) => each.type === "oss:Bucket" && each.new?.outputs.bucket === bucket);
  const suffix = KINDS.find((kind) => kind.token === token)?.suffix ?? "configuration";
  const name = [owner?.name ?? bucket, suffix, ...(part ? [part.replace(/[^A-Za-z0-9_-]+/g, "-")] : [])].join("-");
  const declaration = { ...document, name, args: inputs, protect: false, comments: document.notes };
  const text = owner && isYaml(owner) ? yamlDeclaration(declaration) : declarationText(declaration);
  return {
    keep: {
      text: "Take it over: add this to the program; the next update finds it as it is and writes nothing",
      lines: text.split("\n"),
    },
    undo: {
      text: "Undo it: remove it with the tool that made it (console, ossutil); Granary touches nothing that it does not manage",
      lines: [],
    },
    ignore: {
      text: `Leave it: accept what is there today with the first line, or ignore it for good in the list ignore of ${FILE}`,
      lines: [
        `granary drift --stack ${stack} --record`,
        `- ${flow({ resource: part ?? bucket, type: token, reason: "say why" })}`,
      ],
    },
  };
}

/** For a POSIX shell: URNs of children hold a dollar sign. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
