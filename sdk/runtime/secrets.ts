// Values that are secret by definition, whatever the program says of them.
import * as pulumi from "@pulumi/pulumi";

type Path = readonly string[];

/** A copy of the value in which what lies at the paths is secret. A part that is not there yet becomes secret whole. */
export function seal(value: unknown, paths: readonly Path[]): unknown {
  if (value === undefined || value === null || paths.length === 0) return value;
  const later = pulumi.Output.isInstance(value) || value instanceof Promise;
  if (later || paths.some((path) => path.length === 0)) return pulumi.secret(value);
  if (Array.isArray(value)) return value.map((element) => seal(element, below(paths, "*")));
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, seal(child, [...below(paths, name), ...below(paths, "*")])]),
  );
}

/** Properties that are secret as a whole; only those can be named to the engine. */
export function secretProperties(paths: readonly Path[]): string[] {
  return paths.filter((path) => path.length === 1).map((path) => path[0]!);
}

function below(paths: readonly Path[], step: string): Path[] {
  return paths.filter((path) => path[0] === step).map((path) => path.slice(1));
}
