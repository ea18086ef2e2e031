// What the classes of the plugin front do: resources and functions of the plugin pulumi-resource-granary.
import * as pulumi from "@pulumi/pulumi";
import { version } from "../../provider/version";
import type { FunctionFacts, ResourceFacts } from "./facts";
import { seal, secretProperties } from "./secrets";

const PACKAGE = "granary";

export function pluginType(token: string): string {
  return `${PACKAGE}:${token}`;
}

/** Arguments as they are registered; for a resource that is only looked up, the names of its properties. */
export function pluginProps(
  facts: ResourceFacts,
  args: object | undefined,
  opts: pulumi.CustomResourceOptions | undefined,
): pulumi.Inputs {
  // A property that is named here, even without a value, becomes an Output of the resource.
  const props: pulumi.Inputs = Object.fromEntries(facts.properties.map((property) => [property, undefined]));
  return opts?.id === undefined ? { ...props, ...(seal(args ?? {}, facts.secrets) as pulumi.Inputs) } : props;
}

export function pluginOptions(
  facts: ResourceFacts,
  opts: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ version, additionalSecretOutputs: secretProperties(facts.secrets) }, opts);
}

export function call<R>(
  facts: FunctionFacts,
  args: object | undefined,
  opts: pulumi.InvokeOptions | undefined,
): Promise<R> {
  return pulumi.runtime.invoke(pluginType(facts.token), { ...args }, { version, ...opts });
}

export function callOutput<R>(
  facts: FunctionFacts,
  args: object | undefined,
  opts: pulumi.InvokeOutputOptions | undefined,
): pulumi.Output<R> {
  return pulumi.runtime.invokeOutput(pluginType(facts.token), { ...args }, { version, ...opts });
}

/** Settings of one service for an explicit provider: an object travels as JSON text, secret where a part of it is. */
export function settings(value: pulumi.Input<object> | undefined, secrets: readonly string[][]): unknown {
  if (value === undefined) return undefined;
  return pulumi.jsonStringify(seal(value, secrets) as pulumi.Input<object>);
}

export function providerOptions(opts: pulumi.ResourceOptions | undefined): pulumi.ResourceOptions {
  return pulumi.mergeOptions({ version }, opts);
}

type Class<O, R> = new (name: string, args: never, opts: O) => R;

/**
 * Lets Pulumi make the right class for resources and providers that reach a program by reference.
 * @param modules the classes of each module, by their names
 */
export function register(
  modules: Record<string, object>,
  Provider: Class<pulumi.ResourceOptions, pulumi.ProviderResource>,
): void {
  for (const [module, classes] of Object.entries(modules)) {
    pulumi.runtime.registerResourceModule(PACKAGE, module, {
      version,
      construct(name, type, urn) {
        const known = classes as Record<string, Class<pulumi.CustomResourceOptions, pulumi.Resource> | undefined>;
        const Resource = known[type.slice(type.lastIndexOf(":") + 1)];
        if (!Resource) throw new Error(`${PACKAGE} ${version} has no resource ${type}`);
        return new Resource(name, undefined as never, { urn });
      },
    });
  }
  pulumi.runtime.registerResourcePackage(PACKAGE, {
    version,
    constructProvider(name, type, urn) {
      if (type !== `pulumi:providers:${PACKAGE}`) throw new Error(`${PACKAGE} ${version} has no provider ${type}`);
      return new Provider(name, undefined as never, { urn });
    },
  });
}
