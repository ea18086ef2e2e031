// The classes and functions of one front. Both fronts have the same names, arguments and properties.
import type { FunctionDefinition, PackageDefinition, ResourceDefinition } from "../provider/kit/define";
import { typescriptExample } from "../provider/kit/examples/typescript";
import { capital, type LoadedService, nameOf, publicFields, SETTINGS } from "../provider/kit/objectTypes";
import { shapeOf } from "../provider/kit/shape";
import { factsOf, fileOf, needsArguments } from "./sdkTypes";
import { secretPaths } from "./secretPaths";
import { comment, HEADER, literal } from "./typescript";

export interface Front {
  name: "dynamic" | "plugin";
  /** What programs import: "granary". */
  from: string;
  /** Modules of sdk/runtime/ with the functions for resources and for functions. */
  resources: string;
  functions: string;
  /** What the function that makes a resource's properties takes besides the facts. */
  propsArguments: string;
}

export const fronts = (pkg: string): Front[] => [
  {
    name: "dynamic",
    from: pkg,
    resources: "dynamic",
    functions: "dynamicFunctions",
    propsArguments: "name, args, opts",
  },
  { name: "plugin", from: `${pkg}/plugin`, resources: "plugin", functions: "plugin", propsArguments: "args, opts" },
];

/** Files of sdk/nodejs/<front>/, by path. */
export function frontFiles(pkg: PackageDefinition, services: LoadedService[], front: Front): Map<string, string> {
  const files = new Map<string, string>();
  const put = (name: string, lines: string[]): void => {
    files.set(`sdk/nodejs/${front.name}/${name}.ts`, `${[HEADER, ...lines].join("\n")}\n`);
  };
  for (const loaded of services) {
    const module = loaded.service.name;
    for (const definition of loaded.resources) {
      put(`${module}/${fileOf(definition)}`, classFile(loaded, definition, front));
    }
    for (const definition of loaded.functions) {
      put(`${module}/${fileOf(definition)}`, functionFile(loaded, definition, front));
    }
    put(`${module}/index`, [
      `export * from "../../${module}";`,
      ...[...loaded.resources, ...loaded.functions].map((definition) => `export * from "./${fileOf(definition)}";`),
    ]);
  }
  const names = services.map((loaded) => loaded.service.name);
  if (front.name === "plugin") {
    put("provider", providerFile(pkg, services));
    put("index", [
      'import { register } from "../../runtime/plugin";',
      ...names.map((name) => `import * as ${name} from "./${name}";`),
      'import { Provider, type ProviderArgs } from "./provider";',
      "",
      `register({ ${names.join(", ")} }, Provider);`,
      "",
      `export { ${names.join(", ")}, Provider, type ProviderArgs };`,
    ]);
  } else {
    put(
      "index",
      names.map((name) => `export * as ${name} from "./${name}";`),
    );
  }
  return files;
}

function classFile(loaded: LoadedService, definition: ResourceDefinition, front: Front): string[] {
  const name = nameOf(definition);
  const module = loaded.service.name;
  const optional = needsArguments(publicFields(shapeOf(definition.inputs))) ? "" : "?";
  const type = `${front.name}Type("${definition.token}")`;
  const { manual } = definition;
  const doc = [
    manual.summary,
    "",
    `Destroy: ${manual.destroy}`,
    ...(manual.traps ?? []).flatMap((trap) => ["", trap]),
    "",
    "@example",
    "```ts",
    typescriptExample(loaded, definition, front.from),
    "```",
  ];
  return [
    'import * as pulumi from "@pulumi/pulumi";',
    `import { ${front.name}Options, ${front.name}Props, ${front.name}Type } from "../../../runtime/${front.resources}";`,
    `import { ${factsOf(definition)}, type ${name}Args, type ${name}State } from "../../${module}/${fileOf(definition)}";`,
    "",
    ...comment(doc.join("\n"), ""),
    `export class ${name} extends pulumi.CustomResource {`,
    "  /** @internal */",
    `  static readonly __pulumiType = ${type};`,
    "",
    "  /** A resource that exists already, looked up by its id and not managed by this program. */",
    `  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): ${name} {`,
    `    return new ${name}(name, undefined as unknown as ${name}Args, { ...opts, id });`,
    "  }",
    "",
    "  /** True for objects of this class, also of another copy of the package. */",
    `  static override isInstance(obj: any): obj is ${name} {`,
    `    return obj?.__pulumiType === ${name}.__pulumiType;`,
    "  }",
    "",
    `  constructor(name: string, args${optional}: ${name}Args, opts?: pulumi.CustomResourceOptions) {`,
    `    const props = ${front.name}Props(${factsOf(definition)}, ${front.propsArguments});`,
    `    super(${name}.__pulumiType, name, props, ${front.name}Options(${factsOf(definition)}, opts));`,
    "  }",
    "}",
    "",
    `export interface ${name} extends ${name}State {}`,
  ];
}

function functionFile(loaded: LoadedService, definition: FunctionDefinition, front: Front): string[] {
  const name = nameOf(definition);
  const types = ["Args", "OutputArgs", "Result"].map((suffix) => `type ${capital(name)}${suffix}`);
  const optional = needsArguments(publicFields(shapeOf(definition.inputs))) ? "" : "?";
  const { manual } = definition;
  const doc = (example: boolean): string[] =>
    comment(
      [
        manual.summary,
        ...(manual.traps ?? []).flatMap((trap) => ["", trap]),
        ...(example ? ["", "@example", "```ts", typescriptExample(loaded, definition, front.from), "```"] : []),
      ].join("\n"),
      "",
    );
  return [
    'import type * as pulumi from "@pulumi/pulumi";',
    `import { call, callOutput } from "../../../runtime/${front.functions}";`,
    `import { ${factsOf(definition)}, ${types.join(", ")} } from "../../${loaded.service.name}/${fileOf(definition)}";`,
    "",
    ...doc(false),
    `export function ${name}(`,
    `  args${optional}: ${capital(name)}Args,`,
    "  opts?: pulumi.InvokeOptions,",
    `): Promise<${capital(name)}Result> {`,
    `  return call(${factsOf(definition)}, args, opts);`,
    "}",
    "",
    ...doc(true),
    `export function ${name}Output(`,
    `  args${optional}: ${capital(name)}OutputArgs,`,
    "  opts?: pulumi.InvokeOutputOptions,",
    `): pulumi.Output<${capital(name)}Result> {`,
    `  return callOutput(${factsOf(definition)}, args, opts);`,
    "}",
  ];
}

function providerFile(pkg: PackageDefinition, services: LoadedService[]): string[] {
  const type = `pulumi:providers:${pkg.name}`;
  const secrets = (loaded: LoadedService): string => literal(secretPaths(shapeOf(loaded.service.config)));
  return [
    'import * as pulumi from "@pulumi/pulumi";',
    'import { providerOptions, settings } from "../../runtime/plugin";',
    ...services.map(
      ({ service: { name } }) => `import type { ${SETTINGS}Args as ${capital(name)}SettingsArgs } from "../${name}";`,
    ),
    "",
    "/** Where and as whom a provider works: one object per service. Settings left out come from the environment. */",
    "export interface ProviderArgs {",
    ...services.flatMap(({ service: { name, summary } }) => [
      ...comment(`Settings of ${summary}.`, "  "),
      `  ${name}?: pulumi.Input<${capital(name)}SettingsArgs>;`,
    ]),
    "}",
    "",
    ...comment("An explicit provider, for another account or region than the stack's configuration names.", ""),
    "export class Provider extends pulumi.ProviderResource {",
    "  /** @internal */",
    `  static readonly __pulumiType = "${type}";`,
    "",
    "  static override isInstance(obj: any): obj is Provider {",
    "    return obj?.__pulumiType === Provider.__pulumiType;",
    "  }",
    "",
    "  constructor(name: string, args?: ProviderArgs, opts?: pulumi.ResourceOptions) {",
    "    const props = {",
    ...services.map(
      (loaded) => `      ${loaded.service.name}: settings(args?.${loaded.service.name}, ${secrets(loaded)}),`,
    ),
    "    };",
    `    super("${pkg.name}", name, props, providerOptions(opts));`,
    "  }",
    "}",
  ];
}
