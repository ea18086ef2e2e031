// Programs whose resources have lines: the command looks for those of YAML as people write it, not in JSON.
import { parse, stringify } from "yaml";
import { type Front, project, type Resources } from "../../engine/support/program";

/** As `project()` makes it: JavaScript on the dynamic front, YAML on the plugin. */
export function lined(front: Front, resources: Resources): Record<string, string> {
  const files: Record<string, string> = project(front, resources);
  return front === "granary" ? files : { "Pulumi.yaml": stringify(JSON.parse(files["Pulumi.yaml"]!)) };
}

/** A YAML program with more resources, and further properties of those that it has. */
export function withLines(files: Record<string, string>, more: string, properties: Record<string, string>) {
  const program = parse(files["Pulumi.yaml"]!);
  for (const [name, text] of Object.entries(properties)) {
    Object.assign(program.resources[name].properties, parse(text));
  }
  Object.assign(program.resources, parse(more));
  return { "Pulumi.yaml": stringify(program) };
}
