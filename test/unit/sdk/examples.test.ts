// The examples of the pages as users would compile them: strict, in both fronts.
import { join } from "node:path";
import ts from "typescript";
import { granary } from "../../../provider";
import { typescriptExample } from "../../../provider/kit/examples/typescript";
import { loadService, nameOf } from "../../../provider/kit/objectTypes";

const root = join(__dirname, "..", "..", "..");

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
  typeRoots: [join(root, "node_modules", "@types")],
  paths: { granary: [join(root, "sdk/index.ts")], "granary/plugin": [join(root, "sdk/plugin.ts")] },
};

/** What the compiler says of the programs, by their names. */
function compile(programs: Map<string, string>): string[] {
  const path = (name: string) => join(root, "test", `${name}.example.ts`);
  const texts = new Map([...programs].map(([name, text]) => [path(name), text]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = texts.get(file);
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)!;
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
  });
}

test("every example compiles in both fronts", () => {
  const programs = new Map<string, string>();
  for (const load of Object.values(granary.services)) {
    const loaded = loadService(load());
    for (const definition of [...loaded.resources, ...loaded.functions]) {
      for (const from of ["granary", "granary/plugin"]) {
        const name = `${nameOf(definition)}-${from.replace("/", "-")}`;
        programs.set(name, typescriptExample(loaded, definition, from));
      }
    }
  }
  expect(programs.size).toBeGreaterThan(20);
  expect(compile(programs)).toEqual([]);
}, 120_000);

test("a misspelt argument, a wrong value and a missing argument do not compile", () => {
  const wrong = (args: string) => `import { oss } from "granary";\nnew oss.BucketAcl("a", ${args});`;
  const messages = compile(
    new Map([
      ["misspelt", wrong('{ bucket: "b", acl: "private", alc: 1 }')],
      ["value", wrong('{ bucket: "b", acl: "public" }')],
      ["missing", wrong('{ bucket: "b" }')],
    ]),
  );
  expect(messages).toHaveLength(3);
  expect(messages[0]).toContain("'alc' does not exist in type 'BucketAclArgs'");
  expect(messages[1]).toContain(`Type '"public"' is not assignable to type`);
  expect(messages[2]).toContain("Property 'acl' is missing");
}, 120_000);
