// What concerns the stack as a whole, or any resource of it.
import { KINDS } from "../model/kinds";
import { isProvider, isStack } from "../stack/tokens";
import type { Resource } from "../stack/types";
import { isOpaque, isRecord } from "../stack/values";
import { same } from "./known";
import { providerSettings } from "./publication";
import type { Rule } from "./types";

export const stackRules: readonly Rule[] = [
  {
    id: "rename-without-alias",
    severity: "high",
    group: "data loss",
    title: "A resource is renamed without an alias",
    advice: 'Give the new name an alias: aliases: [{ name: "old name" }].',
    aspects: [],
    *stack({ resources }) {
      const deleted = resources.filter((each) => each.op === "delete" && each.old);
      for (const created of resources.filter((each) => each.op === "create" && each.new)) {
        const twin = deleted.find((each) => each.type === created.type && isSameThing(each, created));
        if (!twin) continue;
        yield {
          resource: created,
          old: twin.name,
          new: created.name,
          why: `Only the Pulumi name changed. The engine creates first, then deletes: the create finds what is there already, and the delete of ${twin.name} may then remove the live thing.`,
          advice: `Add aliases: [{ name: "${twin.name}" }] to the options of ${created.name}.`,
        };
      }
    },
  },
  {
    id: "protection-off",
    severity: "medium",
    group: "data loss",
    title: "protect or retainOnDelete is taken away",
    advice: "Leave it until the removal itself is reviewed.",
    aspects: [],
    *stack({ resources }) {
      for (const resource of resources) {
        const { old, new: fresh } = resource;
        if (!old || !fresh) continue;
        for (const option of ["protect", "retainOnDelete"] as const) {
          if (!old[option] || fresh[option]) continue;
          const why = "The next removal from the program removes it from the cloud.";
          yield { resource, path: option, old: true, new: false, why };
        }
      }
    },
  },
  {
    id: "overwrites-unmanaged",
    severity: "medium",
    group: "data loss",
    title: "A configuration that Granary does not manage may be replaced",
    advice: "Import what is there, or look at it before.",
    aspects: [],
    *stack({ resources }) {
      for (const resource of resources) {
        if (!resource.type.startsWith("oss:") || resource.new?.inputs.overwrite !== true) continue;
        if (resource.old?.inputs.overwrite === true) continue;
        yield {
          resource,
          path: "overwrite",
          old: resource.old?.inputs.overwrite,
          new: true,
          why: "A configuration that Granary does not manage will be replaced.",
        };
      }
    },
  },
  {
    id: "undoes-manual-change",
    severity: "inherits",
    group: "data loss",
    title: "A manual change is undone",
    advice: "Keep it by putting the live value into the program, or let the update undo it.",
    aspects: [],
    *stack({ resources }) {
      for (const resource of resources) {
        const { drift } = resource;
        if (!drift) continue;
        if (drift.gone) {
          if (!resource.new) continue;
          const why = "Someone deleted it outside Pulumi; this update makes it again.";
          yield { resource, old: "deleted", new: "created", why };
          continue;
        }
        const names = new Set([...Object.keys(drift.recorded), ...Object.keys(drift.live)]);
        for (const name of [...names].sort()) {
          const live = drift.live[name];
          const planned = resource.new?.inputs[name];
          // The program does not write what it leaves out and what a recorded state never had.
          if (same(live, drift.recorded[name]) || same(planned, live)) continue;
          yield {
            resource,
            path: name,
            old: live,
            new: planned,
            why: `Someone set ${name} to ${brief(live)} outside Pulumi; this update ${resource.new ? `writes ${brief(planned)}` : "deletes it"}.`,
            advice: `Keep it by putting ${brief(live)} into the program.`,
          };
        }
      }
    },
  },
  {
    id: "many-deletions",
    severity: "high",
    group: "data loss",
    title: "Many resources are deleted or replaced",
    advice: "Check that this is the right stack, that no parent was renamed and that no provider changed.",
    aspects: [],
    *stack({ resources, allowedDeletions }) {
      const before = resources.filter((each) => each.old && isReal(each));
      const gone = before.filter(
        (each) => (each.op === "delete" || each.op === "replace") && !allowedDeletions.includes(each.type),
      );
      // One resource is not many, however small the stack.
      const many = gone.length > 5 || (gone.length > 1 && gone.length > before.length * 0.2);
      if (!many) return;
      yield {
        old: before.length,
        new: before.length - gone.length,
        why: `${gone.length} of ${before.length} resources are deleted or replaced: usually a wrong stack, a renamed parent or a changed provider.`,
      };
    },
  },
  {
    id: "provider-moved",
    severity: "high",
    group: "data loss",
    title: "The provider looks in another place",
    advice: "Make a second provider for the other place, and leave this one as it is.",
    aspects: [],
    *stack({ resources }) {
      const why =
        'Everything recorded is looked for in another place: replacements, false "gone", or writes to foreign buckets of the same name.';
      for (const resource of resources) {
        const { old, new: fresh } = resource;
        if (!old || !fresh) continue;
        if (isProvider(resource.rawType)) {
          const [before, after] = [placeOf(old.inputs), placeOf(fresh.inputs)];
          for (const name of ["region", "endpoint", "accessKeyId"] as const) {
            if (same(before[name], after[name])) continue;
            yield { resource, path: `oss.${name}`, old: before[name], new: after[name], why };
          }
        } else if (KINDS[resource.type] && old.provider && fresh.provider) {
          const [before, after] = [reference(old.provider), reference(fresh.provider)];
          if (before !== after) yield { resource, path: "provider", old: before, new: after, why };
        }
      }
    },
  },
  {
    id: "preview-errors",
    severity: "high",
    group: "protection",
    title: "The preview failed",
    advice: "Mend the error and review again.",
    aspects: [],
    *stack({ succeeded, diagnostics, resources }) {
      if (succeeded) return;
      const errors = diagnostics.filter((each) => each.severity === "error");
      const first = errors.find((each) => each.urn) ?? errors[0];
      const resource = resources.find((each) => each.urn === first?.urn);
      yield { resource, why: `Findings below are incomplete: ${first?.message ?? "the engine gave no reason"}` };
    },
  },
];

/** The rule that stands for all values which can't be judged; judge.ts gives its cases. */
export const notJudged: Rule = {
  id: "not-judged",
  severity: "low",
  group: "protection",
  title: "A deciding value is unknown or secret",
  advice: "Look at the value in the program, or review again after the first update.",
  aspects: [],
};

function isReal(resource: Resource): boolean {
  return !isProvider(resource.rawType) && !isStack(resource.rawType);
}

/** The same physical thing: the inputs that make the id are the same, or the old id is what the new inputs name. */
function isSameThing(old: Resource, created: Resource): boolean {
  const key = KINDS[old.type]?.key ?? ["bucket"];
  const [before, after] = [old.old!, created.new!];
  const values = key.map((name) => after.inputs[name]);
  if (values.some((each) => each === undefined || isOpaque(each))) return false;
  return (
    same(
      key.map((name) => before.inputs[name]),
      values,
    ) || before.id === values.join("/")
  );
}

function placeOf(inputs: Record<string, unknown>): Record<string, unknown> {
  const settings = providerSettings(inputs);
  const { region = inputs.region, endpoint = inputs.endpoint, accessKeyId = inputs.accessKey } = settings;
  return { region, endpoint, accessKeyId };
}

// Without the id, which changes with every replacement of the provider.
function reference(provider: string): string {
  return provider.split("::").slice(2, 4).join("::");
}

function brief(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
