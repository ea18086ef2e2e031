// From what was read to what a program declares: names, references, and what is said about each resource.
import type { Values } from "../../provider/kit/values";
import { BUCKET, KINDS } from "../live/kinds";
import type { BucketReading, Document } from "../live/types";
import { camelCase, createNames, partName, projectName, RESERVED, variableOf } from "./names";
import { CertificateSetting, type Declaration, type Front, type Language, type Program, Reference } from "./types";

export interface ProgramOptions {
  language: Language;
  front: Front;
  /** The folder's own name. */
  folder: string;
}

export function makeProgram(readings: readonly BucketReading[], options: ProgramOptions): Program {
  const sorted = [...readings].sort((a, b) => (a.name < b.name ? -1 : 1));
  const region = mostFrequent(sorted.flatMap((each) => each.region ?? []));
  const adopted = new Map(sorted.filter(hasBucket).map((each) => [each.name, each]));
  // Buckets get their names first, so that a new configuration never renames one.
  const resourceName = createNames("-");
  const constant = createNames("", RESERVED);
  const variables = new Map<string, string>();
  for (const name of adopted.keys()) {
    resourceName(name);
    variables.set(name, constant(variableOf(name)));
  }
  const certificates: CertificateSetting[] = [];

  function declare(document: Document, reading: BucketReading): Declaration {
    const { token, bucket, id, inputs, state } = document;
    const comments = [...document.notes];
    const args = refer(token, inputs, adopted);
    if (token === BUCKET) {
      if (reading.region !== region) {
        comments.push(
          `Granary finds it in ${reading.region}; where it is to be made anew, add region: "${reading.region}".`,
        );
      }
      return {
        token,
        bucket,
        id,
        name: bucket,
        variable: variables.get(bucket),
        args,
        protect: true,
        comments,
        inputs,
        state,
      };
    }
    if (document.certificateId !== undefined) {
      const key = camelCase(document.part!);
      const setting = new CertificateSetting(
        constant(`${key}Key`),
        `${key}Certificate`,
        `${key}PrivateKey`,
        document.part!,
      );
      certificates.push(setting);
      args.certificate = setting;
      comments.push(
        `OSS has a certificate (id ${document.certificateId}) and gives neither it nor its key back. It stays as it is until both are configured, see ADOPT.md.`,
      );
    }
    return { token, bucket, id, name: resourceName(nameOf(document)), args, protect: false, comments, inputs, state };
  }

  const all = sorted.flatMap((reading) => reading.documents.map((document) => declare(document, reading)));
  return {
    project: projectName(options.folder),
    language: options.language,
    front: options.front,
    region,
    declarations: [...all.filter(({ token }) => token === BUCKET), ...all.filter(({ token }) => token !== BUCKET)],
    certificates,
  };
}

function hasBucket(reading: BucketReading): boolean {
  return reading.documents.some(({ token }) => token === BUCKET);
}

/** "my-assets-cors", "my-assets-domain-www-example-com". */
function nameOf({ token, bucket, part }: Document): string {
  const { suffix } = KINDS.find((kind) => kind.token === token)!;
  return [bucket, suffix, ...(part === undefined ? [] : [partName(part)])].join("-");
}

/** Puts references where an argument names an adopted bucket. */
function refer(token: string, inputs: Values, adopted: ReadonlyMap<string, BucketReading>): Values {
  if (token === BUCKET) return { ...inputs };
  const bucketOf = (name: unknown) =>
    typeof name === "string" && adopted.has(name) ? new Reference(name, "bucket") : name;
  const args: Values = { ...inputs, bucket: bucketOf(inputs.bucket) };
  if (token === "oss:BucketLogging" || token === "oss:BucketReplication") {
    args.targetBucket = bucketOf(inputs.targetBucket);
  }
  if (token === "oss:BucketReplication" && adopted.get(inputs.targetBucket)?.location === inputs.targetLocation) {
    args.targetLocation = new Reference(inputs.targetBucket, "location");
  }
  if (token === "oss:BucketInventory") {
    args.destination = { ...inputs.destination, bucket: bucketOf(inputs.destination.bucket) };
  }
  return args;
}

function mostFrequent(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const best = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0];
  return best?.[0] ?? "";
}
