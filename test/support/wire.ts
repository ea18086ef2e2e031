// Pulumi's wire values as an engine sends them, spelled out here so that tests share nothing with the code under test.
// Pulumi, sdk/go/common/resource: the keys and sentinels of special values.
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

// biome-ignore lint/suspicious/noExplicitAny: property values are dynamic by nature
export type Values = Record<string, any>;

export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const secret = (value: unknown): Values => ({ [SIGNATURE]: SECRET, value });

/** An output value; without `value` it is not known yet. */
export const output = (fields: { value?: unknown; secret?: boolean; dependencies?: string[] }): Values => ({
  [SIGNATURE]: OUTPUT,
  ...fields,
});

export const textAsset = (text: string, hash: string): Values => ({ [SIGNATURE]: ASSET, text, hash });

export function toStruct(values: Values): Struct {
  // Through JSON, as on the wire: what is undefined is not there.
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));
}

export function fromStruct(struct: Struct | undefined): Values {
  return (struct?.toJavaScript() ?? {}) as Values;
}

/** Values without the wrappers of secrets: what a user sees of them in the program. */
export function reveal(wire: unknown): unknown {
  if (Array.isArray(wire)) return wire.map(reveal);
  if (typeof wire !== "object" || wire === null) return wire;
  const object = wire as Values;
  if (object[SIGNATURE] === SECRET) return reveal(object.value);
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, reveal(value)]));
}
