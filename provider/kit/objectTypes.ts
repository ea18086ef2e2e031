// Names for the object types of a service. Pulumi's schema and the SDKs know objects by name only.
import type { FunctionDefinition, ResourceDefinition, ServiceDefinition } from "./define";
import { type Fields, type Shape, shapeOf } from "./shape";

export interface ObjectType {
  name: string;
  shape: Shape;
  /** Part of what programs write, not only of what they read. */
  input: boolean;
}

export interface ObjectTypes {
  /** Every named type, in alphabetical order. */
  all: ObjectType[];
  /** The name of an object's shape. */
  nameOf(shape: Shape): string;
}

/** Everything that a service defines, loaded. */
export interface LoadedService {
  service: ServiceDefinition;
  resources: ResourceDefinition[];
  functions: FunctionDefinition[];
  types: ObjectTypes;
}

/** Name of the type of a service's settings. */
export const SETTINGS = "Settings";

export function loadService(service: ServiceDefinition): LoadedService {
  const resources = Object.values(service.resources).map((load) => load());
  const functions = Object.values(service.functions).map((load) => load());
  const names = new Map<Shape, string>();
  const types = new Map<string, ObjectType>();
  const reserved = new Set<string>();

  function add(name: string, shape: Shape, input: boolean): void {
    if (reserved.has(name))
      throw new Error(`${service.name}: the object type ${name} has the name of a resource or function`);
    const known = types.get(name);
    if (known && structure(known.shape) !== structure(shape)) {
      throw new Error(`${service.name}: two different object types are named ${name}; give one another typeName`);
    }
    types.set(name, { name, shape: known?.shape ?? shape, input: input || (known?.input ?? false) });
    names.set(shape, name);
    addFields(name, shape, input);
  }

  function addFields(parent: string, shape: Shape, input: boolean): void {
    for (const [name, child] of Object.entries(publicFields(shape))) visit(`${parent}.${name}`, parent, child, input);
  }

  function visit(path: string, parent: string, shape: Shape, input: boolean, inList = false): void {
    if (shape.element) visit(`${path}[]`, parent, shape.element, input, true);
    if (!shape.fields) return;
    if (inList && !shape.marks.typeName) {
      throw new Error(`${service.name}: ${path} is an object in a list or map; mark it with a typeName`);
    }
    add(shape.marks.typeName ?? parent + capital(path.slice(path.lastIndexOf(".") + 1)), shape, input);
  }

  // A type and a class of one name would be one name in every SDK.
  for (const definition of [...resources, ...functions]) reserved.add(capital(nameOf(definition)));
  add(SETTINGS, shapeOf(service.config), true);
  for (const definition of resources) {
    addFields(nameOf(definition), shapeOf(definition.inputs), true);
    addFields(nameOf(definition), shapeOf(definition.outputs), false);
  }
  for (const definition of functions) {
    addFields(capital(nameOf(definition)), shapeOf(definition.inputs), true);
    addFields(capital(nameOf(definition)), shapeOf(definition.outputs), false);
  }

  return {
    service,
    resources,
    functions,
    types: {
      all: [...types.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      nameOf(shape) {
        const name = names.get(shape);
        if (!name) throw new Error(`${service.name}: an object type has no name`);
        return name;
      },
    },
  };
}

/** "BucketCors" of "oss:BucketCors". */
export function nameOf(definition: { token: string }): string {
  return definition.token.slice(definition.token.indexOf(":") + 1);
}

/** Fields that users see: those that Granary fills in itself are not theirs to give. */
export function publicFields(shape: Shape): Record<string, Shape> {
  return Object.fromEntries(Object.entries(shape.fields ?? {}).filter(([, child]) => !child.marks.internal));
}

/** Every property of a resource's state: its inputs, and its outputs. */
export function stateFields(definition: { inputs: Fields; outputs: Fields }): Record<string, Shape> {
  return { ...publicFields(shapeOf(definition.inputs)), ...publicFields(shapeOf(definition.outputs)) };
}

/** True where state always has a value: given, chosen by Granary, computed, or the service's default. */
export function alwaysSet(shape: Shape): boolean {
  if (!shape.optional || shape.marks.autoname) return true;
  return shape.marks.serviceDefault !== undefined && !shape.marks.local;
}

/** What a page says of a field: its prose, then the allowed values and the default where the prose leaves them out. */
export function prose(shape: Shape): string {
  const { doc = "", serviceDefault } = shape.marks;
  const values = shape.values ?? (shape.kind === "array" ? shape.element?.values : undefined) ?? [];
  const sentences = [doc];
  if (values.some((value) => !doc.includes(value))) {
    sentences.push(`One of ${values.map((value) => `\`${value}\``).join(", ")}.`);
  }
  if (serviceDefault !== undefined && !/\bdefault/i.test(doc)) {
    const text = typeof serviceDefault === "string" ? serviceDefault : JSON.stringify(serviceDefault);
    sentences.push(`Default: \`${text}\`.`);
  }
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

export function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What makes an object type another one when it differs: its fields, not where it is used. */
function structure(shape: Shape): string {
  const fields = Object.entries(publicFields(shape));
  return JSON.stringify(fields.map(([name, child]) => [name, child.optional, child.marks.secret, content(child)]));
}

function content(shape: Shape): unknown {
  return [shape.kind, shape.values, shape.element && content(shape.element), shape.fields && structure(shape)];
}
