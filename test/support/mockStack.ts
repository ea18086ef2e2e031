// Runs a program as Pulumi's Node.js runner does, without an engine.
import * as pulumi from "@pulumi/pulumi";

export interface Registration {
  type: string;
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs of any resource, as they reach the engine
  inputs: Record<string, any>;
  /** Id of a resource that is read instead of made. */
  id?: string;
}

export interface Run {
  registrations: Registration[];
  calls: { token: string; inputs: unknown }[];
}

/** Runs the program in project "proj", stack "stk"; resolves when every registration is through. */
export async function runProgram(program: () => void | Promise<void>, preview = true): Promise<Run> {
  const run: Run = { registrations: [], calls: [] };
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, id }) {
        if (type !== "pulumi:pulumi:Stack") run.registrations.push({ type, name, inputs, ...(id ? { id } : {}) });
        // What a preview would create has no id yet.
        return { id: id || (name.startsWith("pending") ? "" : `${name}-id`), state: inputs };
      },
      call({ token, inputs }) {
        run.calls.push({ token, inputs });
        return inputs;
      },
    },
    "proj",
    "stk",
    preview,
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    await program();
    return {};
  });
  await pulumi.runtime.disconnect();
  return run;
}

/** The value of an output, or the error that keeps it from having one. */
export async function resolved(output: unknown): Promise<unknown> {
  const inner = output as unknown as Record<"promise" | "allResources", () => Promise<unknown>> &
    Record<"isKnown" | "isSecret", Promise<boolean>>;
  // Each of an output's promises fails with its value; one that nobody listens to ends the process.
  const rest = [inner.isKnown, inner.isSecret, inner.allResources()];
  const [value] = await Promise.allSettled([inner.promise(), ...rest]);
  if (value!.status === "rejected") throw value.reason;
  return value!.value;
}

/** An output as previews have them for what does not exist yet. */
export function unknown(): pulumi.Output<string> {
  const Output = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<string>;
  const never = Promise.resolve(false);
  return new Output(new Set(), Promise.resolve(undefined), never, never, Promise.resolve(new Set()));
}

export function isKnown(output: unknown): Promise<boolean> {
  return (output as unknown as { isKnown: Promise<boolean> }).isKnown;
}

export function isSecret(output: unknown): Promise<boolean> {
  return (output as unknown as { isSecret: Promise<boolean> }).isSecret;
}
