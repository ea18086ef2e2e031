// The dynamic front, called exactly as the host of dynamic providers calls it (@pulumi/pulumi/cmd/dynamic-provider): what
// goes in went through a Struct, `__provider` is among the properties, results come back with it, errors are read the
// way the host reads them. Its protocol has neither URNs, previews, old inputs nor import.
import { granary } from "../../provider";
import { createDynamicProviders, type DynamicProvider } from "../../provider/kit/dynamic";
import { type Front, FrontError, type Recorded } from "./fronts";
import { fromStruct, toStruct, type Values } from "./wire";

const TEXT = 'exports.handler = () => require("granary/dynamic").provider("TOKEN");';

export async function startDynamicFront(config: Values): Promise<Front> {
  let providers: (token: string) => DynamicProvider;
  let configured: Map<string, DynamicProvider>;
  let settings: Record<string, string>;
  const written: string[] = [];
  const standardError = jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.push(String(text).trimEnd());
    return true;
  });

  async function restart(more: Values = {}): Promise<void> {
    settings = { "granary:oss": JSON.stringify({ ...config, ...more }) };
    providers = createDynamicProviders(granary);
    configured = new Map();
    written.length = 0;
  }
  await restart();

  // The host configures every provider text once per process, with the stack's configuration as it is: strings.
  async function provider(token: string): Promise<DynamicProvider> {
    let found = configured.get(token);
    if (!found) {
      found = providers(token);
      configured.set(token, found);
      await found.configure({ config: { get: (key) => settings[key] } });
    }
    return found;
  }

  return {
    name: "dynamic",
    async check({ token }, news, olds = {}) {
      const result = await failing((await provider(token)).check(sent(token, olds), sent(token, news)));
      return { inputs: received(result.inputs), failures: result.failures };
    },

    async diff({ token }, old, news) {
      return failing((await provider(token)).diff(old.id, sent(token, old.state), sent(token, news)));
    },

    async create({ token }, inputs) {
      const { id, outs } = await failing((await provider(token)).create(sent(token, inputs)));
      return { id, inputs, state: received(outs) };
    },

    async read({ token }, recorded) {
      const live = await failing((await provider(token)).read(recorded.id, sent(token, recorded.state)));
      if (live.id === "") return undefined;
      // Without inputs in the answer the engine keeps those that it has.
      return {
        id: live.id,
        inputs: live.inputs ? received(live.inputs) : recorded.inputs,
        state: received(live.props),
      };
    },

    async update({ token }, old, news): Promise<Recorded> {
      const { outs } = await failing((await provider(token)).update(old.id, sent(token, old.state), sent(token, news)));
      return { id: old.id, inputs: news, state: received(outs) };
    },

    async delete({ token }, old) {
      await failing((await provider(token)).delete(old.id, sent(token, old.state)));
    },

    messages: () => written,
    restart,
    stop: async () => standardError.mockRestore(),
  };
}

function sent(token: string, values: Values): Values {
  return fromStruct(toStruct({ ...values, __provider: TEXT.replace("TOKEN", token) }));
}

// The host puts `__provider` back in; here it is taken out again, as no test is about it.
function received(values: Values): Values {
  const { __provider, ...rest } = fromStruct(toStruct(values));
  return rest;
}

async function failing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { message, id, properties, reasons } = error as Error & {
      id?: string;
      properties?: Values;
      reasons?: string[];
    };
    throw new FrontError(message, id ? { id, state: received(properties ?? {}), reasons: reasons ?? [] } : undefined);
  }
}
