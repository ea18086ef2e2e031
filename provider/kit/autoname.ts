// Names for resources that the program leaves unnamed, from the resource's own name.
import { createHash } from "node:crypto";

interface Autonaming {
  getProposedName(): string;
  getMode(): number;
}

/** The engine's naming modes (pulumirpc.CheckRequest.AutonamingOptions.Mode); 0 is PROPOSE. */
const ENFORCE = 1;
const DISABLE = 2;

/**
 * A name of the form `<resource name>-<7 hex digits>`, in lower-case letters, digits and hyphens. The digits come from
 * the seed. Stack configuration of autonaming is honoured.
 */
export function autoname(name: string, seed: Uint8Array | string, options?: Autonaming): (maxLength: number) => string {
  return (maxLength) => {
    if (options && options.getMode() === DISABLE) {
      throw new Error(`automatic names are switched off in this stack; give ${name} a name`);
    }
    const proposed = options?.getProposedName();
    // An enforced name is used as it is; where the service does not take it, check says so.
    if (proposed && options?.getMode() === ENFORCE) return proposed;
    const fitted = trimmed(slug(proposed ?? "").slice(0, maxLength));
    return fitted === "" ? suffixed(name, seed, maxLength) : fitted;
  };
}

export function suffixed(name: string, seed: Uint8Array | string, maxLength: number): string {
  const digits = createHash("sha256").update(seed).digest("hex").slice(0, 7);
  const base = trimmed(slug(name).slice(0, maxLength - 8));
  return base === "" ? `granary-${digits}` : `${base}-${digits}`;
}

/** Other digits for every account: names of buckets are unique in all of a service, and programs are copied. */
export function inAccount(proposed: string, account: string | undefined): string {
  if (account === undefined) return proposed;
  return suffixed(proposed.slice(0, -8), `${account}/${proposed}`, proposed.length);
}

function slug(name: string): string {
  return trimmed(name.toLowerCase().replace(/[^a-z0-9-]+/g, "-"));
}

function trimmed(name: string): string {
  return name.replace(/^-+|-+$/g, "");
}
