// The vocabulary of definitions: a package has services, a service has resources and functions; one definition each.
import type { z } from "zod";
import type { Bearing } from "./bearings";
import type { Report } from "./check";
import type { Fields } from "./shape";
import type { Values } from "./values";

/** What a verb may use besides its arguments. */
export interface Context {
  /** Aborted by cancel or by the resource's custom timeout. */
  signal: AbortSignal;
  /** Shows progress of long work to the user. */
  progress(message: string): void;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds definitions of every shape
type Any = any;

// zod infers Record<string, never> from no fields at all, which nothing can be intersected with.
type Infer<F extends Fields> = keyof F extends never ? object : z.infer<z.ZodObject<F>>;

/** Live state: every input property as the service has it, and the outputs. */
export type Live<In extends Fields, Out extends Fields> = Partial<Infer<In>> & Infer<Out>;

/** What the page of a resource says beyond its fields. */
export interface Manual {
  /** One sentence, then what a user needs to know. */
  summary: string;
  /** The section of the service's document. */
  source: string;
  /** What destroy does, in a sentence. */
  destroy: string;
  /** Permissions (RAM actions) that it needs. */
  permissions: string[];
  /** Known traps, a sentence each. */
  traps?: string[];
  /** The arguments of the example, as Pulumi YAML properties; `${bucket.bucket}` refers to a bucket beside it. */
  example: Values;
}

export interface ResourceDefinition<
  In extends Fields = Any,
  Out extends Fields = Any,
  Client = Any,
  Key extends string = Any,
> {
  /** Module and name: "oss:BucketCors". */
  token: string;
  /** The inputs that make the id, joined by "/"; the last may contain "/" itself. Each must be marked `replaces`. */
  key: readonly Key[];
  manual: Manual;
  inputs: In;
  outputs: Out;
  /** Rules over several fields. Each problem is reported with its path. */
  rules?(inputs: Infer<In>, report: Report): void;
  /** Changes that the service can't make (an unlock, a shorter period); reported before anything is done. */
  changes?(olds: Infer<In>, news: Infer<In>, report: Report): void;
  /** Fills what Granary chooses when it is left out (ids, hashes). Pure but for reading local files; tolerates unknowns. */
  prepare?(inputs: Values, olds: Values | undefined): Values | Promise<Values>;
  /** Documents that it owns besides its own ("oss:BucketAcl/web"); two resources of one program must not share one. */
  claims?(inputs: Infer<In>): string[];
  /** What it makes of a thing that other resources of the program configure too, where not everything goes together. */
  bearing?(inputs: Infer<In>): Bearing | undefined;
  /** One read. Undefined only when the service confirms that there is nothing. */
  observe(
    client: Client,
    id: Record<Key, string>,
    context: Context,
    prior?: Values,
  ): Promise<Live<In, Out> | undefined>;
  /** Makes it so. `observed` is given on create, `prior` (the recorded state) on update. Returns the outputs. */
  apply(
    client: Client,
    desired: Infer<In>,
    context: Context,
    known: { observed?: Values; prior?: Values },
  ): Promise<Infer<Out>>;
  /** Puts the service's default back, or deletes. Absent is success. */
  remove(client: Client, id: Record<Key, string>, context: Context, state: Values): Promise<void>;
  /** Where a create is more than observe and apply. */
  create?(client: Client, desired: Infer<In>, context: Context): Promise<Infer<Out>>;
  /** True where what was observed is what a service without any configuration answers. */
  vacant?(live: Values): boolean;
  /** Outputs that can be told before the resource exists. */
  derive?(inputs: Infer<In>): Partial<Infer<Out>>;
  /** How another owner of the same thing is told from this one in messages: "bucket configuration cors of web". */
  describe?(id: Record<Key, string>): string;
}

export interface FunctionDefinition<In extends Fields = Any, Out extends Fields = Any, Client = Any> {
  token: string;
  manual: Pick<Manual, "summary" | "source" | "permissions" | "traps" | "example">;
  inputs: In;
  outputs: Out;
  rules?(inputs: Infer<In>, report: Report): void;
  call(client: Client, inputs: Infer<In>, context: Context): Promise<Infer<Out>>;
}

export interface ServiceDefinition<Client = Any> {
  /** Module name and name of the configuration variable. */
  name: string;
  summary: string;
  config: Fields;
  /** Checks the configuration and makes a client. Sends nothing. */
  connect(config: Values): Client;
  /** What tells the account apart from others without asking the service; names that are made depend on it. */
  account?(config: Values): string;
  /** Loaded one by one, so that a process pays only for what it serves. */
  resources: Record<string, () => ResourceDefinition>;
  functions: Record<string, () => FunctionDefinition>;
}

export interface PackageDefinition {
  name: string;
  version: string;
  services: Record<string, () => ServiceDefinition>;
}

/** Fixes the types of a definition; adds nothing. */
export function resource<In extends Fields, Out extends Fields, Client, Key extends string>(
  definition: ResourceDefinition<In, Out, Client, Key>,
): ResourceDefinition<In, Out, Client, Key> {
  return definition;
}

export function func<In extends Fields, Out extends Fields, Client>(
  definition: FunctionDefinition<In, Out, Client>,
): FunctionDefinition<In, Out, Client> {
  return definition;
}

export function service<Client>(definition: ServiceDefinition<Client>): ServiceDefinition<Client> {
  return definition;
}

/** Finds a definition by its token ("oss:BucketCors"); undefined when the package has none. */
export function findResource(pkg: PackageDefinition, token: string): ResourceDefinition | undefined {
  const [module, name] = split(token);
  return pkg.services[module]?.().resources[name]?.();
}

export function findFunction(pkg: PackageDefinition, token: string): FunctionDefinition | undefined {
  const [module, name] = split(token);
  return pkg.services[module]?.().functions[name]?.();
}

/** "oss:Bucket", "granary:oss:Bucket" or "granary:oss/bucket:Bucket" -> ["oss", "Bucket"]. */
export function split(token: string): [module: string, name: string] {
  const parts = token.split(":");
  const name = parts[parts.length - 1] ?? "";
  const module = parts[parts.length - 2]?.split("/")[0] ?? "";
  return [module, name];
}
