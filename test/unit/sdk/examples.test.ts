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

/** What the compiler says of each program, by its name. */
function compile(programs: Map<string, string>): Map<string, string[]> {
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
  const said = [...programs.keys()].map((name): [string, string[]] => {
    const source = program.getSourceFile(path(name))!;
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return [name, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))];
  });
  return new Map(said);
}

const wrong = (args: string) => `import { oss } from "granary";\nnew oss.BucketAcl("a", ${args});`;
const mistakes = new Map([
  ["misspelt", wrong('{ bucket: "b", acl: "private", alc: 1 }')],
  ["value", wrong('{ bucket: "b", acl: "public" }')],
  ["missing", wrong('{ bucket: "b" }')],
]);
const examples = new Map<string, string>();
let said: Map<string, string[]>;

// All at once, as reading the package's types takes most of the time.
beforeAll(() => {
  for (const load of Object.values(granary.services)) {
    const loaded = loadService(load());
    for (const definition of [...loaded.resources, ...loaded.functions]) {
      for (const from of ["granary", "granary/plugin"]) {
        const name = `${nameOf(definition)}-${from.replace("/", "-")}`;
        examples.set(name, typescriptExample(loaded, definition, from));
      }
    }
  }
  said = compile(new Map([...examples, ...mistakes]));
}, 120_000);

test("every example compiles in both fronts", () => {
  expect(examples.size).toBeGreaterThan(20);
  expect([...examples.keys()].flatMap((name) => said.get(name)!.map((message) => `${name}: ${message}`))).toEqual([]);
});

test("a misspelt argument, a wrong value and a missing argument do not compile", () => {
  expect([...mistakes.keys()].map((name) => said.get(name))).toEqual([
    [expect.stringContaining("'alc' does not exist in type 'BucketAclArgs'")],
    [expect.stringContaining(`Type '"public"' is not assignable to type`)],
    [expect.stringContaining("Property 'acl' is missing")],
  ]);
});
