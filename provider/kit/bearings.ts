// What resources of one program make of the same thing, and whether that goes together. A service refuses such a pair in
// whatever order it is made; here it is known before anything is made.

/** What a resource makes of a thing that others configure too. */
export interface Bearing {
  /** The thing: "bucket web". */
  on: string;
  /** What it has because of this resource. */
  has: readonly string[];
  /** What it must not have beside this resource, and the sentence that says so. */
  rulesOut: Readonly<Record<string, string>>;
}

export interface Bearings {
  /** Notes a resource's bearing in place of its earlier one; returns why it does not go with those of others. */
  meet(resource: string, bearing: Bearing | undefined): string[];
}

export function createBearings(): Bearings {
  const known = new Map<string, Bearing>();
  return {
    meet(resource, bearing) {
      known.delete(resource);
      if (!bearing) return [];
      const reasons = [...known].flatMap(([other, { on, has, rulesOut }]) => {
        if (on !== bearing.on) return [];
        const mine = has.flatMap((name) => bearing.rulesOut[name] ?? []);
        // Where each excludes the other, once is enough.
        const sentences = mine.length > 0 ? mine : bearing.has.flatMap((name) => rulesOut[name] ?? []);
        return sentences.map((sentence) => `${sentence}; the other is ${other}`);
      });
      known.set(resource, bearing);
      return reasons;
    },
  };
}
