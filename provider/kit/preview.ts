// What a resource will look like, told without asking the service.
import type { ResourceDefinition } from "./define";
import { withDefaults } from "./observe";
import { shapeOf } from "./shape";
import { containsUnknown, UNKNOWN, type Values } from "./values";

/** State after a create that has not happened: outputs are unknown unless they follow from the inputs. */
export function previewCreate(definition: ResourceDefinition, inputs: Values): Values {
  const state: Values = withDefaults(shapeOf(definition.inputs), inputs);
  const derived = containsUnknown(inputs) ? {} : (definition.derive?.(inputs) ?? {});
  for (const name of Object.keys(definition.outputs)) state[name] = derived[name] ?? UNKNOWN;
  return state;
}

/** State after an update that has not happened: outputs stay, but those that every write changes are unknown. */
export function previewUpdate(definition: ResourceDefinition, inputs: Values, olds: Values, writes: boolean): Values {
  const state: Values = withDefaults(shapeOf(definition.inputs), inputs);
  const outputs = shapeOf(definition.outputs).fields ?? {};
  for (const [name, shape] of Object.entries(outputs)) {
    const value = writes && shape.marks.volatile ? UNKNOWN : olds[name];
    if (value !== undefined) state[name] = value;
  }
  return state;
}
