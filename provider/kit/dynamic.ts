// The dynamic front: the handlers that Pulumi's dynamic provider calls, over lifecycle.ts. It needs nothing of the
// Pulumi SDK at run time, so that it also loads through symlinks.
//
// State holds one line of source text per resource (see providerText) and never code: refresh and destroy run the
// installed version.
import { inAccount } from "./autoname";
import { formatProblem, type Problem } from "./check";
import { decodeConfig } from "./config";
import type { Context, PackageDefinition } from "./define";
import { findResource, split } from "./define";
import { same } from "./diff";
import { PartialFailure } from "./errors";
import { createLifecycle, type Lifecycle, serviceOf } from "./lifecycle";
import { formatPath } from "./path";
import { shapeOf } from "./shape";
import { decodeWire, encodeWire, type Values } from "./values";

/** The subset of pulumi.dynamic.ResourceProvider that Granary implements; values are as they travel on the wire. */
export interface DynamicProvider {
  configure(request: { config: { get(key: string): string | undefined } }): Promise<void>;
  check(olds: Values, news: Values): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Values,
    news: Values,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(inputs: Values): Promise<{ id: string; outs: Values }>;
  read(id: string, props: Values): Promise<{ id: string; props: Values; inputs?: Values }>;
  update(id: string, olds: Values, news: Values): Promise<{ outs: Values }>;
  delete(id: string, props: Values): Promise<void>;
}

/** Handlers of every resource of a package; they share one configuration and one memory of the run. */
export function createDynamicProviders(pkg: PackageDefinition): (token: string) => DynamicProvider {
  let lifecycle: Lifecycle | undefined;
  let settings: Record<string, Values> = {};
  const started = (): Lifecycle => {
    lifecycle ??= createLifecycle(pkg, settings);
    return lifecycle;
  };

  function configure({ config }: { config: { get(key: string): string | undefined } }): void {
    if (lifecycle) return;
    const args: Values = {};
    for (const name of Object.keys(pkg.services)) {
      const value = config.get(`${pkg.name}:${name}`);
      if (value !== undefined) args[name] = value;
    }
    const decoded = decodeConfig(pkg, args);
    if (decoded.problems.length > 0) throw plain(new Error(sentence(`configuration of ${pkg.name}`, decoded.problems)));
    settings = decoded.config;
    lifecycle = createLifecycle(pkg, settings);
  }

  function accountOf(token: string): string | undefined {
    const [name] = split(token);
    return serviceOf(pkg, name).account?.(settings[name] ?? {});
  }

  return (token) => ({
    async configure(request) {
      configure(request);
    },

    async check(olds, news) {
      return plainly(async () => {
        const old = decodeWire(olds).values;
        // The class proposes a name: check has neither the resource's name nor a seed. It knows the account instead.
        const { __autoname: proposed, ...given } = decodeWire(news).values;
        const autoname = () => inAccount(String(proposed), accountOf(token));
        const checked = await started().check({
          token,
          olds: old,
          news: given,
          autoname: proposed ? autoname : undefined,
        });
        const failures = checked.problems.map((problem) => ({
          property: formatPath(problem.path),
          reason: `${token}: ${problem.path.length > 0 ? formatProblem(problem) : problem.message}`,
        }));
        return { inputs: encodeWire(checked.inputs), failures };
      });
    },

    async diff(id, olds, news) {
      return plainly(async () => {
        const { changes, deleteBeforeReplace } = started().diff(token, id, decodeWire(olds).values, inputsOf(news));
        const replaces = [...new Set(changes.filter((c) => c.replaces).map((c) => String(c.path[0])))];
        return { changes: changes.length > 0, replaces, deleteBeforeReplace };
      });
    },

    async create(props) {
      return plainly(async () => {
        const made = await started().create(token, inputsOf(props), context());
        return { id: made.id, outs: encodeWire(made.state) };
      }, props);
    },

    async read(id, props) {
      return plainly(async () => {
        const { __provider, ...recorded } = decodeWire(props).values;
        const definition = findResource(pkg, token)!;
        const known = Object.keys(recorded).length > 0;
        const live = await started().read(
          token,
          id,
          context(),
          known ? recorded : undefined,
          known ? recorded : undefined,
        );
        if (!live) return { id: "", props: {} };
        // Recorded inputs are not told here; where nothing drifted the engine keeps the ones that it has.
        const drifted = !known || !same(shapeOf(definition.inputs), recorded, live.inputs);
        return {
          id: live.id,
          props: encodeWire({ ...live.state }),
          ...(drifted ? { inputs: encodeWire(live.inputs) } : {}),
        };
      });
    },

    async update(_id, olds, news) {
      return plainly(async () => {
        const state = await started().update(token, inputsOf(olds), inputsOf(news), context());
        return { outs: encodeWire(state) };
      }, news);
    },

    async delete(id, props) {
      return plainly(() => started().remove(token, id, inputsOf(props), context()));
    },
  });
}

function inputsOf(wire: Values): Values {
  const { __provider, ...inputs } = decodeWire(wire).values;
  return inputs;
}

// The dynamic host has neither cancel nor timeouts.
function context(): Context {
  return {
    signal: new AbortController().signal,
    progress: (message) => process.stderr.write(`${message}\n`),
  };
}

async function plainly<T>(work: () => Promise<T>, props?: Values): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw plain(error, props);
  }
}

// The host prints stacks; users need the sentence only. A partial failure takes the form that the host passes on.
function plain(error: unknown, props?: Values): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  const told = new Error(cause.message);
  told.stack = "";
  if (cause instanceof PartialFailure) {
    Object.assign(told, {
      id: cause.id,
      reasons: cause.reasons,
      properties: { ...encodeWire(cause.outputs), __provider: props?.__provider },
    });
  }
  return told;
}

function sentence(subject: string, problems: Problem[]): string {
  return `${subject}: ${problems.map(formatProblem).join("; ")}`;
}
