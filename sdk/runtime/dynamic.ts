// What the classes of the dynamic front do: resources of Pulumi's dynamic provider whose state holds one line of code.
import * as pulumi from "@pulumi/pulumi";
import { suffixed } from "../../provider/kit/autoname";
import { claimed } from "./claims";
import type { ResourceFacts } from "./facts";
import { seal, secretProperties } from "./secrets";

/** The type under which Pulumi's dynamic provider serves a resource. */
export function dynamicType(token: string): string {
  return `pulumi-nodejs:dynamic/${token}`;
}

/**
 * The source text that state carries: it requires the installed package, so that code is never frozen into state.
 * Written by hand instead of by Pulumi's closure serialiser, which copies code by value where packages are symlinked.
 */
export function providerText(token: string): string {
  return `exports.handler = () => require("granary/dynamic").provider("${token}");`;
}

/** Arguments as they are registered; for a resource that is only looked up, the names of its properties. */
export function dynamicProps(
  facts: ResourceFacts,
  name: string,
  args: object | undefined,
  opts: pulumi.CustomResourceOptions | undefined,
): pulumi.Inputs {
  // A property that is named here, even without a value, becomes an Output of the resource.
  const props: pulumi.Inputs = Object.fromEntries(facts.properties.map((property) => [property, undefined]));
  if (opts?.id === undefined) {
    const given = named(facts, name, seal(args ?? {}, facts.secrets) as pulumi.Inputs);
    Object.assign(props, claimed(facts, name, given));
  }
  props.__provider = providerText(facts.token);
  return props;
}

export function dynamicOptions(
  facts: ResourceFacts,
  opts: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions {
  refuseProvider(facts.token, opts?.provider);
  return pulumi.mergeOptions({ additionalSecretOutputs: secretProperties(facts.secrets) }, opts);
}

/** An explicit provider would silently be left aside by Pulumi, and the resource made in another account. */
export function refuseProvider(token: string, provider: pulumi.ProviderResource | undefined): void {
  if ((provider as { __pulumiType?: string } | undefined)?.__pulumiType !== "pulumi:providers:granary") return;
  throw new pulumi.RunError(
    `${token}: an explicit Provider works with resources and functions of "granary/plugin" only`,
  );
}

// A proposal, not an argument: check takes it for a resource that has no name yet, so that a resource which was renamed
// in the program with an alias keeps its own. It is the same in every run of a stack, because previews and updates have
// to agree and the dynamic host has no seed.
function named(facts: ResourceFacts, name: string, args: pulumi.Inputs): pulumi.Inputs {
  const longest = Object.values(facts.autonames)[0];
  if (longest === undefined) return args;
  return { ...args, __autoname: suffixed(name, `${pulumi.getProject()}/${pulumi.getStack()}/${name}`, longest) };
}
