// ADOPT.md: how to go on, and what was left out.

import { titleOf } from "../live/kinds";
import type { LeftOut, Managed, Unreadable } from "../live/types";
import { DYNAMIC_ENGINE } from "./importFile";
import type { CertificateSetting, Program } from "./types";

export interface GuideFacts {
  unreadable: readonly Unreadable[];
  leftOut: readonly LeftOut[];
  managed: readonly Managed[];
}

/** The import of the generated file; `--check` runs the same. */
export const IMPORT = ["import", "--file", "import.json", "--generate-code=false", "--yes"] as const;
export const PREVIEW = ["preview", "--expect-no-changes"] as const;

export function guide(program: Program, { unreadable, leftOut, managed }: GuideFacts): string {
  const buckets = program.declarations.filter(({ variable }) => variable !== undefined).length;
  const sections = [
    "# Adopted buckets",
    [
      `\`granary adopt\` read ${count(buckets, "bucket")} and wrote this project: ${count(program.declarations.length, "resource")}. Nothing was changed, neither in OSS nor in any stack.`,
      unreadable.length > 0 ? " **It is incomplete:** some documents could not be read, see below." : "",
    ].join(""),
    ...steps(program),
    ...(unreadable.length > 0 ? unreadableSection(unreadable) : []),
    ...(program.certificates.length > 0 ? certificateSection(program) : []),
    ...leftOutSection(program, leftOut),
    ...(managed.length > 0
      ? [
          "## Managed already",
          list(managed.map((each) => `${titleOf(each.token)} of \`${each.bucket}\`: \`${each.urn}\``)),
        ]
      : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

function steps({ front }: Program): string[] {
  const engine =
    front === "dynamic"
      ? ` It takes Pulumi ${DYNAMIC_ENGINE.replace(/\.0$/, "")} or newer, because the file says what a dynamic provider can't be asked during an import.`
      : "";
  return [
    "## What to do",
    `The keys come from the environment (\`OSS_ACCESS_KEY_ID\`, \`OSS_ACCESS_KEY_SECRET\`) or the stack's configuration.`,
    fence("npm install", "pulumi stack init dev", `pulumi ${IMPORT.join(" ")}`, `pulumi ${PREVIEW.join(" ")}`),
    `The import only reads OSS and writes the stack's state; it takes all resources or none.${engine} The preview has to find nothing to do. From then on this is a project like any other, and import.json and this page have done their work.`,
    "`pulumi import` protects every resource that it takes in; the program protects the buckets only. So the preview marks the configurations with `[diff: ~protect]` and counts them as unchanged, and the first `pulumi up` lifts their protection in the state without a request to OSS.",
  ];
}

function unreadableSection(unreadable: readonly Unreadable[]): string[] {
  const rows = unreadable.map(
    ({ bucket, token, operation, code, requestId }) =>
      `| \`${bucket}\` | ${titleOf(token)} | ${operation} | ${code} | ${requestId ?? "none"} |`,
  );
  return [
    "## What could not be read",
    "Whether these exist is not known. Give the key the permission that is missing (see the reference page of each resource) and adopt again with `--overwrite`, or a later `pulumi up` may be refused because somebody configured them before.",
    ["| bucket | document | request | answer | request id |", "| --- | --- | --- | --- | --- |", ...rows].join("\n"),
  ];
}

function certificateSection({ certificates, language }: Program): string[] {
  const set = ({ certificate, privateKey, domain }: CertificateSetting) => [
    `# ${domain}`,
    `pulumi config set ${certificate} < certificate.pem`,
    `pulumi config set --secret ${privateKey} < private-key.pem`,
  ];
  const then = language === "yaml" ? " Then take the `#` away in front of `certificate` in Pulumi.yaml." : "";
  return [
    "## Certificates",
    `OSS gives neither certificates nor private keys back. Until they are configured, those that are in place stay as they are and the preview is empty.${then}`,
    fence(...certificates.flatMap(set)),
  ];
}

function leftOutSection({ declarations }: Program, leftOut: readonly LeftOut[]): string[] {
  const has = (token: string) => declarations.some((each) => each.token === token);
  return [
    "## What was left out",
    list([
      ...leftOut.map(({ bucket, what, why }) => `\`${bucket}\`, ${what}: ${why}.`),
      "Objects: a program that declares buckets need not declare what is in them.",
      "Values that are what OSS assumes anyway, unless `--lossless` was given.",
      "The resource group of buckets: OSS does not give it back. Setting `resourceGroupId` would replace the bucket.",
      "`forceDestroy`: a bucket that is not empty can't be deleted.",
      ...(has("oss:BucketCname") ? ["Tokens that prove the ownership of domains: they lapse after 12 hours."] : []),
      ...(has("oss:BucketReplication")
        ? ["`sseKmsEncryptedObjects` and `replicaKmsKeyId` of replication rules: OSS does not give them back."]
        : []),
      ...declarations
        .filter(({ token, state }) => token === "oss:BucketRetentionPolicy" && state.locked === true)
        .map(
          ({ bucket, state }) =>
            `Nothing of the locked retention policy of \`${bucket}\` (${state.retentionPeriodInDays} days), but mind: it can be prolonged only, and a stack that manages it can't be destroyed as a whole; \`pulumi state delete\` lets go of it.`,
        ),
    ]),
  ];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function fence(...lines: string[]): string {
  return ["```sh", ...lines, "```"].join("\n");
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
