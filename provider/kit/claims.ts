// Who owns which document in this run. One run of the engine is one process, so this memory is a run's memory.
//
// Two uses: two resources of one program that claim the same document are refused, and a resource that was renamed
// without an alias keeps its live configuration: the engine creates the new name (which adopts what is there) and then
// deletes the old one, and that delete must not reach the service (pulumi/pulumi#9894, pulumi/pulumi-aws#5900).

export interface Claims {
  /** Notes a claim; returns the other owner when there is one. The owner is a URN, or undefined where none is known. */
  claim(key: string, owner: string | undefined, existing: boolean): string | undefined;
  /** Notes that a resource was created or adopted in this run. */
  made(key: string, owner: string | undefined): void;
  /**
   * True when a delete of this document would hit what another resource of this run owns, or what this run has made: a
   * replacement of one id, as the user asks for with `pulumi up --replace`, creates first and deletes then.
   */
  heldByAnother(key: string, owner: string | undefined): boolean;
}

interface Claim {
  owner?: string;
  /** Checked with and without old inputs: the engine does both for one resource that it replaces. */
  checkedExisting: boolean;
  checkedFresh: boolean;
  made: boolean;
}

export function createClaims(): Claims {
  const claims = new Map<string, Claim>();
  const at = (key: string): Claim => {
    let claim = claims.get(key);
    if (!claim) {
      claim = { checkedExisting: false, checkedFresh: false, made: false };
      claims.set(key, claim);
    }
    return claim;
  };
  return {
    claim(key, owner, existing) {
      const claim = at(key);
      if (existing) claim.checkedExisting = true;
      else claim.checkedFresh = true;
      if (owner === undefined) return undefined;
      if (claim.owner !== undefined && claim.owner !== owner) return claim.owner;
      claim.owner = owner;
      return undefined;
    },
    made(key, owner) {
      const claim = at(key);
      claim.made = true;
      if (owner !== undefined) claim.owner = owner;
    },
    heldByAnother(key, owner) {
      const claim = claims.get(key);
      if (!claim) return false;
      // The engine checks before it creates, and creates what it deletes afterwards only to replace it.
      if (claim.made && (claim.checkedExisting || claim.checkedFresh)) return true;
      // With URNs (plugin front) the answer is exact, also in the run after an interrupted one.
      if (owner !== undefined && claim.owner !== undefined) return claim.owner !== owner;
      // Without (dynamic front): a resource that is checked both ways replaces itself; any other claim is another's.
      if (claim.checkedExisting && claim.checkedFresh) return false;
      return claim.made || claim.checkedExisting || claim.checkedFresh;
    },
  };
}
