// Where a shape holds values that are secret by definition.
import { publicFields } from "../provider/kit/objectTypes";
import type { Shape } from "../provider/kit/shape";

/** Paths from the shape's own value; "*" stands for every element of a list or map. */
export function secretPaths(shape: Shape): string[][] {
  if (shape.marks.secret) return [[]];
  const below = (step: string, child: Shape): string[][] => secretPaths(child).map((path) => [step, ...path]);
  if (shape.element) return below("*", shape.element);
  return Object.entries(publicFields(shape)).flatMap(([name, child]) => below(name, child));
}
