// The life of a resource: the one place that both fronts call. Values in and out are plain; unknown is UNKNOWN.
import { createBearings } from "./bearings";
import { type Problem, problems } from "./check";
import { type Claims, createClaims } from "./claims";
import type { Context, PackageDefinition, ResourceDefinition, ServiceDefinition } from "./define";
import { findFunction, findResource, split } from "./define";
import { type Change, diff } from "./diff";
import { AlreadyExists, PartialFailure, ProviderBug } from "./errors";
import { idOf, parseId } from "./id";
import { liveInputs, withDefaults } from "./observe";
import { formatPath, type Path } from "./path";
import { previewCreate, previewUpdate } from "./preview";
import { type Shape, shapeOf } from "./shape";
import { containsUnknown, UNKNOWN, type Values } from "./values";

export interface Resource {
  id: string;
  state: Values;
}

export interface Live extends Resource {
  inputs: Values;
}

export interface Differences {
  changes: Change[];
  /** The replacement keeps the id, so the old one has to go first. */
  deleteBeforeReplace: boolean;
}

export interface CheckRequest {
  token: string;
  olds?: Values;
  news: Values;
  /** Where the program made values secret, to keep them out of messages. */
  secrets?: readonly Path[];
  /** URN where the front knows it. */
  urn?: string;
  /** Makes a name for a field that is marked autoname; undefined where the front cannot. */
  autoname?(maxLength: number): string;
}

/** Everything that can be done with the resources and functions of a package under one configuration. */
export interface Lifecycle {
  check(request: CheckRequest): Promise<{ inputs: Values; problems: Problem[] }>;
  diff(token: string, id: string, olds: Values, news: Values): Differences;
  preview(token: string, inputs: Values, olds?: Values): Values;
  create(token: string, inputs: Values, context: Context, urn?: string): Promise<Resource>;
  read(token: string, id: string, context: Context, state?: Values, inputs?: Values): Promise<Live | undefined>;
  update(token: string, olds: Values, news: Values, context: Context): Promise<Values>;
  remove(token: string, id: string, state: Values, context: Context, urn?: string): Promise<void>;
  invoke(token: string, args: Values, context: Context): Promise<{ result?: Values; problems: Problem[] }>;
}

/** @param config configuration of each service by its name */
export function createLifecycle(pkg: PackageDefinition, config: Record<string, Values>): Lifecycle {
  const claims = createClaims();
  const bearings = createBearings();
  const clients = new Map<string, unknown>();

  function definitionOf(token: string): ResourceDefinition {
    const definition = findResource(pkg, token);
    if (!definition) throw new ProviderBug(`There is no resource ${token} in ${pkg.name} ${pkg.version}`);
    return definition;
  }

  function client(token: string): unknown {
    const [name] = split(token);
    if (!clients.has(name)) clients.set(name, serviceOf(pkg, name).connect(config[name] ?? {}));
    return clients.get(name);
  }

  return {
    async check({ token, olds, news, secrets, urn, autoname }) {
      const definition = definitionOf(token);
      client(token); // A missing region or half a key pair is said here, before anything is planned.
      const shape = shapeOf(definition.inputs);
      let inputs: Values = { ...news };
      delete inputs.__provider;
      const unnamed: Problem[] = [];
      for (const [name, child] of Object.entries(shape.fields ?? {})) {
        if (!child.marks.autoname || inputs[name] !== undefined) continue;
        const chosen = olds?.[name] ?? autoname?.(child.marks.autoname.maxLength);
        if (chosen === undefined) unnamed.push({ path: [name], message: "is required" });
        else inputs[name] = chosen;
      }
      const found = [...unnamed, ...problems(definition.inputs, inputs, definition.rules as never, secrets)];
      if (found.length > 0) return { inputs, problems: found };
      if (definition.changes && olds && Object.keys(olds).length > 0 && !containsUnknown(inputs)) {
        const impossible: Problem[] = [];
        definition.changes(olds as never, inputs as never, (path, message) => impossible.push({ path, message }));
        if (impossible.length > 0) return { inputs, problems: impossible };
      }
      if (definition.prepare) inputs = await definition.prepare(inputs, olds);
      const doubled = claimAll(claims, definition, inputs, olds, urn);
      if (doubled.length > 0 || !isIdentified(definition, inputs)) return { inputs, problems: doubled };
      const subject = urn ?? `${token} ${idOf(definition, inputs)}`;
      const apart = bearings.meet(subject, definition.bearing?.(inputs as never));
      return { inputs, problems: apart.map((message) => ({ path: [], message })) };
    },

    diff(token, id, olds, news) {
      const definition = definitionOf(token);
      const shape = shapeOf(definition.inputs);
      const changes = diff(shape, olds, news);
      const replaces = changes.some((change) => change.replaces);
      const known = definition.key.every((name: string) => news[name] !== UNKNOWN);
      const keepsId = replaces && known && idOf(definition, news) === id;
      return { changes, deleteBeforeReplace: keepsId };
    },

    preview(token, inputs, olds) {
      const definition = definitionOf(token);
      if (!olds) return previewCreate(definition, inputs);
      return previewUpdate(definition, inputs, olds, writes(diff(shapeOf(definition.inputs), olds, inputs)));
    },

    async create(token, inputs, context, urn) {
      const definition = definitionOf(token);
      const shape = shapeOf(definition.inputs);
      const id = idOf(definition, inputs);
      const made = (outputs: Values, applied: Values): Resource => {
        for (const key of claimsOf(definition, inputs)) claims.made(key, urn);
        return { id, state: { ...withDefaults(shape, applied), ...outputs } };
      };
      try {
        return made(await createOrAdopt(definition, client(token), id, inputs, context), inputs);
      } catch (error) {
        if (!(error instanceof PartialFailure)) throw error;
        throw halfDone(error, made(error.outputs, fixed(shape, inputs)).state);
      }
    },

    async read(token, id, context, state, inputs) {
      const definition = definitionOf(token);
      const live = await definition.observe(client(token), parseId(definition, id), context, state);
      if (!live) return undefined;
      const shape = shapeOf(definition.inputs);
      const managed = liveInputs(shape, live, inputs);
      const kept: Values = {};
      for (const [name, child] of Object.entries(shape.fields ?? {})) {
        const carried = child.marks.writeOnly || child.marks.local || child.kind === "asset";
        if (carried && state?.[name] !== undefined) kept[name] = state[name];
      }
      const outputs = outputsOf(definition, live);
      return { id, inputs: managed, state: { ...withDefaults(shape, managed), ...outputs, ...kept } };
    },

    async update(token, olds, news, context) {
      const definition = definitionOf(token);
      const shape = shapeOf(definition.inputs);
      const changes = diff(shape, olds, news);
      // An update without a difference is the engine's second attempt at one that was left half done.
      if (changes.length > 0 && !writes(changes))
        return { ...withDefaults(shape, news), ...outputsOf(definition, olds) };
      try {
        const outputs = await definition.apply(client(token), news, context, { prior: olds });
        return { ...withDefaults(shape, news), ...outputs };
      } catch (error) {
        if (error instanceof PartialFailure) throw halfDone(error, { ...olds, ...error.outputs });
        throw error;
      }
    },

    async remove(token, id, state, context, urn) {
      const definition = definitionOf(token);
      const key = parseId(definition, id);
      if (claims.heldByAnother(claimKey(definition, id), urn)) {
        context.progress(
          `left ${describe(definition, id)} as it is: another resource of this program manages it now (add an alias to a renamed resource to keep its state as well)`,
        );
        return;
      }
      await definition.remove(client(token), key, context, state);
    },

    async invoke(token, args, context) {
      const definition = findFunction(pkg, token);
      if (!definition) throw new ProviderBug(`There is no function ${token} in ${pkg.name} ${pkg.version}`);
      const found = problems(definition.inputs, args, definition.rules as never);
      if (found.length > 0) return { problems: found };
      return { result: await definition.call(client(token), args as never, context), problems: [] };
    },
  };
}

/** The service of a module; a module that does not exist is a defect of the caller. */
export function serviceOf(pkg: PackageDefinition, name: string): ServiceDefinition {
  const service = pkg.services[name]?.();
  if (!service) throw new ProviderBug(`There is no service ${name} in ${pkg.name} ${pkg.version}`);
  return service;
}

function writes(changes: Change[]): boolean {
  return changes.some((change) => !change.local);
}

/** What can't change in place, and what steers Granary: all of a half-done resource that is certain to be as wanted. */
function fixed(shape: Shape, inputs: Values): Values {
  const certain = Object.entries(shape.fields ?? {}).filter(([, { marks }]) => marks.replaces || marks.local);
  return Object.fromEntries(certain.flatMap(([name]) => (inputs[name] === undefined ? [] : [[name, inputs[name]]])));
}

// The state that is saved has to differ from the program in what may be missing, so that the next run writes it.
function halfDone(failure: PartialFailure, state: Values): PartialFailure {
  return new PartialFailure(failure.id, failure.reasons, state, { cause: failure });
}

// Observe first, so that a create which lost its answer can be repeated and nobody's configuration is overwritten.
async function createOrAdopt(
  definition: ResourceDefinition,
  client: unknown,
  id: string,
  inputs: Values,
  context: Context,
): Promise<Values> {
  if (definition.create) return definition.create(client, inputs as never, context);
  const shape = shapeOf(definition.inputs);
  const observed = await definition.observe(client, parseId(definition, id), context);
  if (!observed) return definition.apply(client, inputs as never, context, {});
  // What the service does not tell back counts as wanted: it can't be a reason to refuse.
  const differing = diff(shape, liveInputs(shape, observed, inputs), inputs).filter((change) => !change.local);
  if (differing.length === 0) return outputsOf(definition, observed);
  if (definition.vacant?.(observed) || inputs.overwrite === true) {
    return definition.apply(client, inputs as never, context, { observed });
  }
  const paths = differing.map((change) => formatPath(change.path)).slice(0, 5);
  throw new AlreadyExists(
    `${describe(definition, id)} is configured already and differs at ${paths.join(", ")}; nothing was changed. ` +
      `Import it (pulumi import granary:${definition.token} NAME ${id}), or set overwrite: true to replace what is there`,
  );
}

function outputsOf(definition: ResourceDefinition, live: Values): Values {
  return Object.fromEntries(Object.keys(definition.outputs).map((name) => [name, live[name]]));
}

function describe(definition: ResourceDefinition, id: string): string {
  return definition.describe?.(parseId(definition, id)) ?? `${definition.token} ${id}`;
}

function claimKey(definition: ResourceDefinition, id: string): string {
  return `${definition.token}/${id}`;
}

function claimsOf(definition: ResourceDefinition, inputs: Values): string[] {
  return [claimKey(definition, idOf(definition, inputs)), ...(definition.claims?.(inputs) ?? [])];
}

function isIdentified(definition: ResourceDefinition, inputs: Values): boolean {
  return definition.key.every((name: string) => typeof inputs[name] === "string");
}

function claimAll(
  claims: Claims,
  definition: ResourceDefinition,
  inputs: Values,
  olds: Values | undefined,
  urn: string | undefined,
): Problem[] {
  if (!isIdentified(definition, inputs)) return []; // not known yet
  const existing = olds !== undefined && Object.keys(olds).length > 0;
  return claimsOf(definition, inputs).flatMap((key) => {
    const other = claims.claim(key, urn, existing);
    if (!other) return [];
    const message = `${key.slice(key.indexOf("/") + 1)} is managed by ${other} already; one document can have one owner, so remove one of the two or merge them`;
    return [{ path: [], message }];
  });
}
