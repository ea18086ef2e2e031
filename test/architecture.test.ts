// The structure that CONTRIBUTING.md describes, held to by tests.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { granary } from "../provider";

const root = join(__dirname, "..");

function files(folder: string, end = ".ts"): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(end) && !name.includes("node_modules") && statSync(join(path, name)).isFile())
    .map((name) => join(folder, name));
}

/** Project files that a file imports or requires, and the packages. */
function imports(file: string): { local: string[]; packages: string[] } {
  const source = readFileSync(join(root, file), "utf8").replace(/^\s*(\*|\/\/).*$/gm, "");
  const names = [...source.matchAll(/(?:from|require\(|import\()\s*"([^"]+)"/g)].map((match) => match[1]!);
  const local = names
    .filter((name) => name.startsWith("."))
    .map((name) => resolve(root, dirname(file), name))
    .map((path) => relative(root, existsSync(`${path}.ts`) ? `${path}.ts` : join(path, "index.ts")));
  return { local, packages: names.filter((name) => !name.startsWith(".")) };
}

/** Every import of a file below `from` that leads to a place that matches. */
function offenders(from: string, forbidden: RegExp, except: string[] = []): string[] {
  return files(from)
    .filter((file) => !except.includes(file))
    .flatMap((file) => imports(file).local.map((target) => `${file} -> ${target}`))
    .filter((arrow) => forbidden.test(arrow.split(" -> ")[1]!));
}

const services = readdirSync(join(root, "provider"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["kit", "http"].includes(entry.name))
  .map((entry) => entry.name);

describe("imports", () => {
  test("the kit knows no service, no HTTP and nothing outside itself", () => {
    expect(offenders("provider/kit", /^(?!provider\/kit\/)/)).toEqual([]);
  });

  test("http knows nothing outside itself", () => {
    expect(offenders("provider/http", /^(?!provider\/http\/)/)).toEqual([]);
  });

  test.each(services)("the service %s knows the kit, http and itself, and neither front", (name) => {
    const allowed = new RegExp(`^(?!provider/(kit|http|${name})/)`);
    expect(offenders(`provider/${name}`, allowed)).toEqual([]);
    expect(offenders(`provider/${name}`, /^provider\/kit\/(server|dynamic)\.ts$/)).toEqual([]);
  });

  test.each(services)("codecs of %s know the XML reader and each other only", (name) => {
    expect(
      offenders(`provider/${name}/wire`, new RegExp(`^(?!provider/http/xml\\.ts$|provider/${name}/wire/)`)),
    ).toEqual([]);
  });

  test("the provider knows no test, SDK, emulator or command", () => {
    expect(offenders("provider", /^(?!provider\/)/)).toEqual([]);
  });

  test("the emulator imports nothing of the provider, the SDK or the command", () => {
    expect(offenders("emulator", /^(?!emulator\/)/)).toEqual([]);
  });

  test("what users import does not load the provider before a resource needs it", () => {
    const eager = ["zod", "undici", "@grpc/grpc-js", "fast-xml-parser"];
    const reached = new Set<string>();
    const queue = ["sdk/index.ts", "sdk/plugin.ts"];
    while (queue.length > 0) {
      const file = queue.pop()!;
      if (reached.has(file)) continue;
      reached.add(file);
      const source = readFileSync(join(root, file), "utf8");
      const statics = [...source.matchAll(/^(?:import(?! type)|export)[^;]*?from "(\.[^"]+)"/gms)].map((m) => m[1]!);
      for (const name of statics) {
        const path = resolve(root, dirname(file), name);
        queue.push(relative(root, existsSync(`${path}.ts`) ? `${path}.ts` : join(path, "index.ts")));
      }
      const packages = [...source.matchAll(/^import(?! type)[^;]*?from "([^."][^"]*)"/gms)].map((m) => m[1]!);
      expect({ file, eager: packages.filter((name) => eager.includes(name)) }).toEqual({ file, eager: [] });
    }
    expect(reached.size).toBeGreaterThan(10);
  });

  test("there is no cycle", () => {
    const state = new Map<string, "open" | "done">();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === "done" || !existsSync(join(root, file))) return;
      if (state.get(file) === "open") {
        cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
        return;
      }
      state.set(file, "open");
      const source = readFileSync(join(root, file), "utf8");
      // Types are erased, so only values make a cycle; requires inside functions load later.
      const statics = [...source.matchAll(/^(?:import(?! type)|export)[^;]*?from "(\.[^"]+)"/gms)].map((m) => m[1]!);
      for (const name of statics) {
        const target = resolve(root, dirname(file), name);
        visit(relative(root, existsSync(`${target}.ts`) ? `${target}.ts` : join(target, "index.ts")), [...path, file]);
      }
      state.set(file, "done");
    };
    for (const file of [...files("provider"), ...files("emulator"), ...files("cli"), ...files("sdk")]) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe("files", () => {
  const written = ["provider", "emulator", "cli", "engine", "generate", "bench", "test", "sdk/runtime"].flatMap(
    (folder) => files(folder),
  );
  const lines = (file: string) => readFileSync(join(root, file), "utf8").split("\n").length - 1;

  test("no hand-written file has more than 400 lines", () => {
    expect(written.filter((file) => lines(file) > 400)).toEqual([]);
  });

  test("the median file of the product has at most 150 lines", () => {
    const sizes = [...files("provider"), ...files("emulator"), ...files("cli")].map(lines).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(150);
  });

  test("nothing is left undone in the code", () => {
    const marks = new RegExp(
      ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"].map((word) => `\\b${word}\\b`).join("|"),
    );
    expect(written.filter((file) => marks.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });

  test("no test is skipped or singled out", () => {
    const skipped = /\b(it|test|describe)\.(only|skip|todo)\(|\bx(it|describe|test)\(/;
    const offending = files("test").filter((file) => skipped.test(readFileSync(join(root, file), "utf8")));
    expect(offending).toEqual([]);
  });
});

describe("every resource", () => {
  const resources = Object.values(granary.services).flatMap((service) =>
    Object.values(service().resources).map((load) => load()),
  );
  const fileOf = (token: string) => {
    const [module, name] = token.split(":") as [string, string];
    return { module, file: name[0]!.toLowerCase() + name.slice(1) };
  };

  test.each(resources.map((each) => [each.token, each] as const))(
    "%s has a file, a page and scenarios",
    (token, each) => {
      const { module, file } = fileOf(token);
      expect(existsSync(join(root, "provider", module, `${file}.ts`))).toBe(true);
      expect(existsSync(join(root, "docs", "reference", module, `${file}.md`))).toBe(true);
      expect(existsSync(join(root, "test", "support", "scenarios", `${file}.ts`))).toBe(true);
      expect(each.token).toBe(token);
    },
  );

  const examples = readdirSync(join(root, "examples"))
    .flatMap((name) => [join(root, "examples", name, "index.ts"), join(root, "examples", name, "Pulumi.yaml")])
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"));

  test.each(resources.map((each) => [each.token, each] as const))("%s stands in an example of each front", (token) => {
    const type = new RegExp(`oss[.:]${token.split(":")[1]}\\b`);
    expect(examples.filter((text) => type.test(text)).length).toBeGreaterThanOrEqual(2);
  });

  test.each(resources.map((each) => [each.token, each] as const))(
    "%s replaces when a part of its id changes",
    (_, each) => {
      const { shapeOf } = require("../provider/kit/shape") as typeof import("../provider/kit/shape");
      const fields = shapeOf(each.inputs).fields!;
      expect(each.key.filter((name: string) => !fields[name]?.marks.replaces)).toEqual([]);
    },
  );

  test("documents every field", () => {
    const { shapeOf } = require("../provider/kit/shape") as typeof import("../provider/kit/shape");
    const silent: string[] = [];
    const walk = (shape: import("../provider/kit/shape").Shape, path: string): void => {
      for (const [name, child] of Object.entries(shape.fields ?? {})) {
        if (!child.marks.doc) silent.push(`${path}.${name}`);
        walk(child, `${path}.${name}`);
      }
      if (shape.element) walk(shape.element, `${path}[]`);
    };
    for (const each of resources) {
      walk(shapeOf(each.inputs), each.token);
      walk(shapeOf(each.outputs), each.token);
    }
    expect(silent).toEqual([]);
  });
});

test("generated files are those that the definitions give", () => {
  execFileSync("node", [join(root, "scripts", "generate.mjs"), "--check"], { cwd: root, stdio: "pipe" });
});
