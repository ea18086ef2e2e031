// What a change of a bucket policy grants, takes away and breaks.
import type { Statement } from "../model/view";
import { known, policyOf, same } from "./known";
import {
  type Atom,
  added,
  atomsOf,
  describeAtoms,
  glob,
  isEverybody,
  isPublic,
  listed,
  locksOut,
  requiresHttps,
  shortResource,
} from "./policy";
import type { BucketChange, Context, Rule } from "./types";

const LARGEST = 16 * 1024;

/** Actions that hand the bucket over (the default list of AWS Config's blacklisted-actions, in OSS terms). */
const DANGEROUS = [
  "oss:PutBucketAcl",
  "oss:PutBucketPolicy",
  "oss:DeleteBucketPolicy",
  "oss:PutBucketEncryption",
  "oss:PutObjectAcl",
];

export const policyRules: readonly Rule[] = [
  {
    id: "policy-public",
    severity: "high",
    group: "access",
    title: "The policy lets everybody in",
    advice: "Name the principals, or pin the caller with a condition on acs:SourceVpc or acs:SourceIp.",
    aspects: ["policy"],
    standing: (view) => (view.policy?.statements.some(isPublic) ? "the policy lets everybody in" : undefined),
    *bucket({ old, new: fresh }) {
      if (unchanged(old, fresh)) return;
      const statements = policyOf(fresh).statements.filter(isPublic);
      if (statements.length === 0 || policyOf(old).statements.some(isPublic)) return;
      const resources = listed(statements.flatMap((each) => each.resources.map(shortResource)));
      yield {
        path: "policy",
        old: old.policy ? "not public" : undefined,
        new: statements.map(written),
        why: `The policy lets everyone do ${classes(statements)} on ${resources}.`,
      };
    },
  },
  {
    id: "policy-lockout",
    severity: "high",
    group: "access",
    title: "A Deny can shut the owner out",
    advice: "Leave oss:PutBucketPolicy and oss:DeleteBucketPolicy out of the Deny, or name principals in it.",
    aspects: ["policy"],
    *bucket({ bucket, old, new: fresh }) {
      if (unchanged(old, fresh)) return;
      const found = policyOf(fresh).statements.filter((each) => locksOut(each, bucket));
      if (found.length === 0 || policyOf(old).statements.some((each) => locksOut(each, bucket))) return;
      yield {
        path: "policy",
        new: found.map(written),
        why: `This Deny also hits the owner's account and this pipeline unless the request fits ${JSON.stringify(found[0]!.condition)}; if it does not, nobody can mend the policy from here.`,
      };
    },
  },
  {
    id: "policy-cross-account",
    severity: "medium",
    group: "access",
    title: "Another account gets access",
    advice: "Check that the account is one of yours or a partner's.",
    aspects: ["policy", "bucket"],
    *bucket({ old, new: fresh }, context) {
      if (unchanged(old, fresh)) return;
      for (const [account, atoms] of foreignGrants(old, fresh, context)) {
        const dangerous = atoms.some(({ action }) => action === "*" || DANGEROUS.some((each) => glob(action, each)));
        yield {
          severity: dangerous ? "high" : "medium",
          path: "policy",
          new: describeAtoms(atoms),
          why: `Account ${account} gets ${listed(atoms.map((each) => each.action))}.`,
        };
      }
    },
  },
  {
    id: "policy-all-actions",
    severity: "medium",
    group: "access",
    title: "A principal may do everything",
    advice: "Name the actions that it needs.",
    aspects: ["policy"],
    *bucket({ old, new: fresh }) {
      if (unchanged(old, fresh)) return;
      for (const [principal, atoms] of byPrincipal(grants(old, fresh).filter(isEverything))) {
        yield {
          path: "policy",
          new: describeAtoms(atoms),
          why: `${principal} may do everything with the bucket, deleting it and changing its policy included.`,
        };
      }
    },
  },
  {
    id: "policy-wider",
    severity: "medium",
    group: "access",
    title: "The policy allows more",
    advice: "Check that each of them needs it.",
    aspects: ["policy"],
    *bucket(change, context) {
      const { old, new: fresh } = change;
      if (unchanged(old, fresh)) return;
      const told = new Set<string>();
      const foreign = foreignGrants(old, fresh, context);
      for (const [, atoms] of foreign) for (const each of atoms) told.add(JSON.stringify(each));
      const wasPublic = policyOf(old).statements.some(isPublic);
      const granted = grants(old, fresh).filter(
        (each) => !told.has(JSON.stringify(each)) && !isEverything(each) && (wasPublic || !publicAtom(each)),
      );
      // A policy that goes as a whole is told by policy-removed.
      const denials = fresh.policy ? added(policyOf(fresh).statements, policyOf(old).statements, "Deny") : [];
      const denied = denials.filter((each) => !isHttpsDeny(each, change));
      if (granted.length === 0 && denied.length === 0) return;
      const parts = [
        ...(granted.length > 0 ? [`Now also allowed: ${describeAtoms(granted)}.`] : []),
        ...(denied.length > 0 ? [`No longer denied: ${describeAtoms(denied)}.`] : []),
      ];
      yield {
        path: "policy",
        old: old.policy?.statements.map(written),
        new: fresh.policy?.statements.map(written),
        why: parts.join(" "),
      };
    },
  },
  {
    id: "policy-narrower",
    severity: "low",
    group: "access",
    title: "The policy allows less",
    advice: "Check that nothing running needs what goes.",
    aspects: ["policy"],
    *bucket(change) {
      const { old, new: fresh, deleted } = change;
      if (deleted || unchanged(old, fresh) || (!fresh.policy && !isOpen(fresh))) return;
      const lost = added(policyOf(fresh).statements, policyOf(old).statements, "Allow");
      const denied = added(policyOf(old).statements, policyOf(fresh).statements, "Deny").filter(
        (each) => !isHttpsDeny(each, change),
      );
      if (lost.length === 0 && denied.length === 0) return;
      const parts = [
        ...(lost.length > 0 ? [`No longer allowed: ${describeAtoms(lost)}.`] : []),
        ...(denied.length > 0 ? [`Now denied: ${describeAtoms(denied)}.`] : []),
      ];
      yield { path: "policy", why: `${parts.join(" ")} Check that nothing running needs it.` };
    },
  },
  {
    id: "policy-removed",
    severity: "medium",
    group: "access",
    title: "The policy is removed",
    advice: "Keep at least the https-only Deny.",
    aspects: ["policy"],
    *bucket({ old, new: fresh, deleted, bucket }) {
      if (deleted || !old.policy || isOpen(fresh)) return;
      const { statements } = policyOf(old);
      const denies = statements.some((each) => each.effect === "Deny") || requiresHttps(statements, bucket);
      yield {
        severity: denies ? "high" : "medium",
        path: "policy",
        old: statements.map(written),
        why: `The bucket keeps only its ACL and RAM policies; the following protections and grants end: ${describeStatements(statements)}.`,
      };
    },
  },
  {
    id: "https-not-required",
    severity: "high",
    group: "access",
    title: "Plain HTTP is accepted again",
    advice: "Keep the Deny for acs:SecureTransport false on the bucket and on its objects.",
    aspects: ["policy"],
    *bucket({ bucket, old, new: fresh, deleted }) {
      if (deleted || unchanged(old, fresh)) return;
      const before = requiresHttps(policyOf(old).statements, old.name || bucket);
      if (!before || requiresHttps(policyOf(fresh).statements, fresh.name || bucket)) return;
      yield {
        path: "policy",
        old: "HTTPS required",
        new: "HTTP accepted",
        why: "Plain HTTP requests are accepted again; keys' signatures and data travel in the clear.",
      };
    },
  },
  {
    id: "policy-refused",
    severity: "medium",
    group: "protection",
    title: "The service would refuse the policy",
    advice: "Add acs:SourceVpc beside acs:SourceIp, name principals, keep the document below 16 KB.",
    aspects: ["policy"],
    *bucket({ old, new: fresh }) {
      if (unchanged(old, fresh) || !fresh.policy) return;
      const before = new Set(policyOf(old).statements.map((each) => JSON.stringify(each)));
      const problems = policyOf(fresh)
        .statements.filter((each) => !before.has(JSON.stringify(each)))
        .flatMap(problemsOf);
      if (fresh.policy.size > LARGEST)
        problems.push(`the document has ${fresh.policy.size} bytes, more than ${LARGEST}`);
      if (problems.length === 0) return;
      yield { path: "policy", why: `The service would refuse this at apply time: ${listed(problems)}.` };
    },
  },
];

function unchanged(old: BucketChange["old"], fresh: BucketChange["new"]): boolean {
  return same(old.raw.policy?.policy, fresh.raw.policy?.policy);
}

function isOpen(view: BucketChange["new"]): boolean {
  return view.raw.policy !== undefined;
}

function grants(old: BucketChange["old"], fresh: BucketChange["new"]): Atom[] {
  return added(policyOf(old).statements, policyOf(fresh).statements, "Allow");
}

function isEverything(atom: Atom): boolean {
  return (atom.action === "*" || atom.action === "oss:*") && atom.principal !== "*";
}

function publicAtom({ effect, principal, action, resource, condition }: Atom): boolean {
  const negated = principal.startsWith("all but ");
  return isPublic({
    ...{ effect, condition, notPrincipal: negated, notAction: false, notResource: false },
    ...{ principals: [principal], actions: [action], resources: [resource] },
  });
}

// The https-only Deny has rules of its own.
function isHttpsDeny(atom: Atom, { bucket }: BucketChange): boolean {
  const keys = Object.values(atom.condition).flatMap((each) => Object.keys(each));
  return keys.length === 1 && keys[0]!.toLowerCase() === "acs:securetransport" && bucket !== "";
}

function byPrincipal(atoms: Atom[]): Map<string, Atom[]> {
  return grouped(atoms, (each) => each.principal);
}

function grouped(atoms: Atom[], key: (atom: Atom) => string): Map<string, Atom[]> {
  const groups = new Map<string, Atom[]>();
  for (const each of atoms) groups.set(key(each), [...(groups.get(key(each)) ?? []), each]);
  return groups;
}

/** New grants to principals of other accounts, by account. */
function foreignGrants(old: BucketChange["old"], fresh: BucketChange["new"], context: Context): Map<string, Atom[]> {
  const owner = fresh.owner ?? old.owner ?? context.buckets.find((each) => each.old.owner)?.old.owner;
  const had = new Set(
    atomsOf(policyOf(old).statements)
      .filter((each) => each.effect === "Allow")
      .map((each) => accountOf(each.principal)),
  );
  const found = grants(old, fresh).filter((each) => {
    const account = accountOf(each.principal);
    return account !== undefined && account !== owner && !had.has(account);
  });
  return grouped(found, (each) => accountOf(each.principal)!);
}

/** Account of a principal: the id itself, or the one in `arn:sts::1234:assumed-role/...` and `acs:ram::1234:...`. */
function accountOf(principal: string): string | undefined {
  return /^\d+$/.exec(known(principal))?.[0] ?? /::(\d+):/.exec(principal)?.[1];
}

function problemsOf(statement: Statement): string[] {
  const keys = Object.values(statement.condition).flatMap((each) => Object.keys(each).map((key) => key.toLowerCase()));
  return [
    ...(keys.includes("acs:sourceip") && !keys.some((key) => key.startsWith("acs:sourcevpc"))
      ? ["a statement has acs:SourceIp without acs:SourceVpc (EC 0030-00000008)"]
      : []),
    ...(statement.principals.filter((each) => each.trim() !== "").length === 0
      ? ["a statement names no principal"]
      : []),
  ];
}

const VERBS: [name: string, pattern: RegExp][] = [
  ["everything", /^(\*|oss:\*)$/i],
  ["changes of permissions", /Acl|Policy/i],
  ["deletions", /^oss:(Delete|Abort)/i],
  ["writes", /^oss:(Put|Post|Append|Copy|Upload|Initiate|Complete|Restore|Process)/i],
  ["listings", /^oss:List/i],
  ["reads", /./],
];

/** The kinds of actions, each with its actions, so that a write does not hide among reads. */
function classes(statements: readonly Statement[]): string {
  const byVerb = new Map<string, string[]>();
  for (const statement of statements) {
    const actions = statement.notAction ? [`all but ${listed(statement.actions)}`] : statement.actions;
    for (const action of actions) {
      const verb = statement.notAction ? "everything" : VERBS.find(([, pattern]) => pattern.test(action))![0];
      byVerb.set(verb, [...(byVerb.get(verb) ?? []), action]);
    }
  }
  return VERBS.filter(([verb]) => byVerb.has(verb))
    .map(([verb]) => `${verb} (${listed(byVerb.get(verb)!)})`)
    .join(", ");
}

function describeStatements(statements: readonly Statement[]): string {
  return (["Deny", "Allow"] as const)
    .map((effect) => [effect, describeAtoms(atomsOf(statements).filter((each) => each.effect === effect))])
    .filter(([, text]) => text !== "")
    .map(([effect, text]) => `${effect} ${text}`)
    .join("; ");
}

/** A statement in one line. */
function written(statement: Statement): string {
  const who = isEverybody(statement) && !statement.notPrincipal ? "*" : listed(statement.principals);
  const keys = Object.keys(statement.condition).length > 0 ? ` if ${JSON.stringify(statement.condition)}` : "";
  const not = (flag: boolean) => (flag ? "all but " : "");
  return `${statement.effect} ${not(statement.notPrincipal)}${who}: ${not(statement.notAction)}${listed(statement.actions)} on ${not(statement.notResource)}${listed(statement.resources.map(shortResource))}${keys}`;
}
