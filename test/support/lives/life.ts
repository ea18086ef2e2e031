// What a resource goes through on a service, as a table beside its scenario: requests, drift, removal, import. Both are
// run through both fronts by test/lifecycle.
import type { Emulated } from "../emulated";
import type { Arguments, Scenario } from "../scenarios";
import type { Values } from "../wire";

/** Operations of the API reference in the order in which they are asked for. */
export type Requests = readonly string[];

export interface Life {
  scenario: Scenario;
  /** Ids of the resources with the scenario's fewest and most arguments. */
  ids: { minimal: string; full: string };
  /** Inputs that make the id: a replacement that leaves them has to delete first. */
  keys: readonly string[];
  /** Makes what has to be there before. Default: the two buckets that the scenarios are about. */
  prepare?(emulated: Emulated): Promise<unknown>;
  /** Runs beside each test until the function that it gives is called. */
  during?(emulated: Emulated): () => void;
  requests: {
    create: Requests;
    read: Requests;
    update: Requests;
    delete: Requests;
    /** Where the most arguments cost something else. */
    full?: { create?: Requests; delete?: Requests };
  };
  /** Updates of the scenario, by name, that cost something else than the usual, and why. */
  exceptions?: Record<string, { requests: Requests; because: string }>;
  /** Changes that someone else makes, and where they are seen. */
  drifts: { name: string; inputs: Arguments; change: Values; paths: string[] }[];
  /** How someone else removes it; none where it goes with its bucket only. */
  removal?: Values;
  /** What a refresh after the delete finds; nothing where it is left out. */
  left?: { minimal: Arguments; full: Arguments };
  /** Where an imported resource still differs from the program: what the service does not tell. */
  untold: { minimal: string[]; full: string[] };
  /** The program for an imported resource of the most arguments, where it can't be the scenario's. */
  importing?: Arguments;
  /** Something else that is there before a create, and where it differs. None where a create can't meet anything. */
  conflict?: { inputs: Arguments; change: Values; paths: string; overwrite: boolean };
  /** Writes that are not sent again when their answer is lost: the service might do them twice. */
  unrepeatable?: readonly string[];
  /** Good values of the scenario that only a check can take, and why the service does not. */
  unservable?: Record<string, string>;
}

/** The two buckets that scenarios are about. */
export async function twoBuckets(emulated: Emulated): Promise<void> {
  const make = async (bucket: string): Promise<void> => {
    const answer = await emulated.send({ method: "PUT", bucket });
    if (answer.status !== 200) throw new Error(`PutBucket ${bucket}: ${answer.status} ${answer.body}`);
  };
  await Promise.all(["web-assets", "other-assets"].map(make));
}

/** A document of web-assets as it is set behind the service's back; null removes it. */
export const document = (name: string, value: unknown): Values => ({ bucket: "web-assets", document: name, value });

/** The arguments with which a create costs most. */
export function costliest({ scenario, requests }: Life): { program: Arguments; operations: Requests } {
  return requests.full?.create
    ? { program: scenario.full, operations: requests.full.create }
    : { program: scenario.minimal, operations: requests.create };
}

/** A configuration that GET, PUT and DELETE with one subresource are all there is to. */
export const documentRequests = (name: string): Life["requests"] => ({
  create: [`Get${name}`, `Put${name}`],
  read: [`Get${name}`],
  update: [`Put${name}`],
  delete: [`Delete${name}`],
});
