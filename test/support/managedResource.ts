/**
 * A resource as the engine manages it, step by step, without an engine: check, create, refresh, update, import, delete.
 * Every step is a run of its own, as `pulumi up`, `refresh` and `destroy` are processes of their own.
 */

import type { Lifecycle } from "../../provider/kit/lifecycle";
import { formatPath } from "../../provider/kit/path";
import type { Values } from "../../provider/kit/values";

/** Opens the provider anew. */
type Run = () => Lifecycle;

const context = { signal: new AbortController().signal, progress: () => {} };

export class Managed {
  private constructor(
    private readonly run: Run,
    readonly token: string,
    readonly id: string,
    /** What the program says. */
    private inputs: Values,
    state: Values,
  ) {
    this.state = state;
  }

  /** What is recorded after the last step. */
  state: Values;

  static async create(run: Run, token: string, program: Values): Promise<Managed> {
    const provider = run();
    const inputs = await checked(provider, token, program);
    const { id, state } = await provider.create(token, inputs, context);
    return new Managed(run, token, id, inputs, state);
  }

  /** Import: what is live becomes the program. Fails when the program that it gives would change anything. */
  static async import(run: Run, token: string, id: string): Promise<Managed> {
    const provider = run();
    const live = await provider.read(token, id, context);
    if (live === undefined) {
      throw new Error(`${token} ${id} does not exist`);
    }
    const inputs = await checked(provider, token, live.inputs, live.inputs);
    const { changes } = provider.diff(token, id, live.inputs, inputs);
    if (changes.length > 0) {
      throw new Error(`an import shows changes at ${changes.map(({ path }) => formatPath(path)).join(", ")}`);
    }
    return new Managed(run, token, id, live.inputs, live.state);
  }

  /** The program after an import. */
  get program(): Values {
    return this.inputs;
  }

  /** A refresh, then the paths at which the program differs from what is live; "gone" when there is nothing. */
  async drift(): Promise<string[] | "gone"> {
    const provider = this.run();
    const live = await provider.read(this.token, this.id, context, this.state, this.inputs);
    if (live === undefined) {
      return "gone";
    }
    this.state = live.state;
    const { changes } = provider.diff(this.token, this.id, live.inputs, this.inputs);
    return changes.map(({ path }) => formatPath(path)).sort();
  }

  /** The update that an `up` makes, of a changed program or after a drift; checked as the engine does. */
  async update(program?: Values): Promise<void> {
    const provider = this.run();
    const olds = this.state;
    this.inputs = await checked(provider, this.token, program ?? this.inputs, olds);
    this.state = await provider.update(this.token, olds, this.inputs, context);
  }

  async remove(): Promise<void> {
    await this.run().remove(this.token, this.id, this.state, context);
  }
}

async function checked(provider: Lifecycle, token: string, news: Values, olds?: Values): Promise<Values> {
  const { inputs, problems } = await provider.check({ token, news, olds });
  if (problems.length > 0) {
    throw new Error(problems.map(({ path, message }) => `${formatPath(path)}: ${message}`).join("\n"));
  }
  return inputs;
}
