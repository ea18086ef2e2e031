// Functions of the dynamic front. Pulumi's dynamic provider has none, so they run in the program's own process, with the
// stack's configuration. The provider is loaded by the first call.
import * as pulumi from "@pulumi/pulumi";
import type { Lifecycle } from "../../provider/kit/lifecycle";
import { refuseProvider } from "./dynamic";
import type { FunctionFacts } from "./facts";

/** One per configuration: several stacks may run in one process. */
const lifecycles = new Map<string, Lifecycle>();

export async function call<R>(
  facts: FunctionFacts,
  args: object | undefined,
  opts: pulumi.InvokeOptions | undefined,
): Promise<R> {
  refuseProvider(facts.token, opts?.provider);
  // Bun puts an undici of its own in the place of the real one, without what requests need.
  if (process.versions.bun) {
    throw new pulumi.RunError(
      `${facts.token}: functions of "granary" run in the program, which works on Node.js only; on Bun use "granary/plugin"`,
    );
  }
  const { formatProblem } = require("../../provider/kit/check") as typeof import("../../provider/kit/check");
  const context = {
    signal: new AbortController().signal,
    progress: (message: string) => void pulumi.log.info(message),
  };
  const { result, problems } = await lifecycle()
    .invoke(facts.token, { ...args }, context)
    .catch((error: Error) => {
      // A refusal is the user's to mend: its sentence is enough. A defect keeps its stack.
      throw error.name === "ProviderBug" ? error : new pulumi.RunError(`${facts.token}: ${error.message}`);
    });
  if (problems.length > 0)
    throw new pulumi.RunError(problems.map((each) => `${facts.token}: ${formatProblem(each)}`).join("\n"));
  return result as R;
}

/**
 * The same for arguments that are not known yet: the call waits for them, and for every resource that they come from. A
 * preview goes without a call that asks about what does not exist yet, also where its name is known already.
 */
export function callOutput<R>(
  facts: FunctionFacts,
  args: object | undefined,
  opts: pulumi.InvokeOutputOptions | undefined,
): pulumi.Output<R> {
  const { dependsOn, ...others } = opts ?? {};
  const known = pulumi.output<object>(args ?? {});
  const sources = pulumi.output(resourcesOf(known)).apply(exist);
  const settled = pulumi.all([sources, dependsOn === undefined ? undefined : ready(dependsOn)]).apply(() => known);
  const result = settled.apply((plain) => call<R>(facts, plain, others)) as pulumi.Output<R>;
  return facts.secret ? (pulumi.secret(result) as pulumi.Output<R>) : result;
}

/** The resources that an output comes from: not in the SDK's declarations, but what its own invokes go by. */
async function resourcesOf(output: pulumi.Output<unknown>): Promise<{ all: pulumi.Resource[] }> {
  const { allResources } = output as unknown as { allResources?(): Promise<Iterable<pulumi.Resource>> };
  return { all: [...((await allResources?.call(output)) ?? [])] };
}

/** Known once every resource exists. */
function ready(dependsOn: NonNullable<pulumi.InvokeOutputOptions["dependsOn"]>): pulumi.Output<unknown> {
  const known = pulumi.output(dependsOn as object) as unknown as pulumi.Output<pulumi.Resource | pulumi.Resource[]>;
  return known.apply((resources) => exist({ all: [resources].flat() }));
}

function exist({ all }: { all: readonly pulumi.Resource[] }): pulumi.Output<unknown> {
  return pulumi.all(all.map((each) => (pulumi.CustomResource.isInstance(each) ? (each.id ?? each.urn) : each.urn)));
}

function lifecycle(): Lifecycle {
  const { granary } = require("../../provider") as typeof import("../../provider");
  const { formatProblem } = require("../../provider/kit/check") as typeof import("../../provider/kit/check");
  const { decodeConfig } = require("../../provider/kit/config") as typeof import("../../provider/kit/config");
  const { createLifecycle } = require("../../provider/kit/lifecycle") as typeof import("../../provider/kit/lifecycle");
  const settings = Object.fromEntries(
    Object.keys(granary.services)
      .map((name) => [name, pulumi.runtime.getConfig(`${granary.name}:${name}`)])
      .filter(([, value]) => value !== undefined),
  );
  const key = JSON.stringify(settings);
  let found = lifecycles.get(key);
  if (!found) {
    const { config, problems } = decodeConfig(granary, settings);
    if (problems.length > 0) {
      throw new pulumi.RunError(`configuration of ${granary.name}: ${problems.map(formatProblem).join("; ")}`);
    }
    found = createLifecycle(granary, config);
    lifecycles.set(key, found);
  }
  return found;
}
