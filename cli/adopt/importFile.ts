// import.json: what `pulumi import --file` takes. Source: pulumi/pulumi, pkg/cmd/pulumi/operations/import.go.
import type { Declaration, Front, Program } from "./types";

/** The engine since which an import file may hold inputs and outputs, which a dynamic resource needs. */
export const DYNAMIC_ENGINE = "3.254.0";

export function importFile({ declarations, front }: Program, version: string): string {
  const resources = declarations.map((each) => (front === "plugin" ? plugin(each, version) : dynamic(each)));
  return `${JSON.stringify({ resources }, null, 2)}\n`;
}

/** The engine asks the plugin for everything else. */
function plugin({ token, name, id }: Declaration, version: string): object {
  return { type: typeOf("plugin", token), name, id, version };
}

/** Pulumi asks a dynamic provider nothing when it imports: the file says what a read would have said. */
function dynamic({ token, name, id, inputs, state }: Declaration): object {
  const __provider = providerText(token);
  return {
    type: typeOf("dynamic", token),
    name,
    id,
    inputs: { __provider, ...inputs },
    outputs: { __provider, ...state },
  };
}

export function typeOf(front: Front, token: string): string {
  return front === "plugin" ? `granary:${token}` : `pulumi-nodejs:dynamic/${token}`;
}

/** The line that the classes of the dynamic front put into the state; theirs is in sdk/runtime, which needs the SDK. */
export function providerText(token: string): string {
  return `exports.handler = () => require("granary/dynamic").provider("${token}");`;
}
