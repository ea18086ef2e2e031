// The YAML of every reference page, run as it is printed: all pages in one project, each with its names in front.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./support/engine";
import { useWorld } from "./support/world";

const world = useWorld();
const folder = path.join(root, "docs/reference/oss");

/** Sections of a page's Pulumi.yaml, with the page's name in front of every name that it defines. */
function sectionsOf(page: string): { header: string; resources: string; variables: string } {
  const text = readFileSync(path.join(folder, page), "utf8");
  const program = /```yaml\n(name: example\n[\s\S]+?)```/.exec(text)?.[1] ?? "";
  const prefix = page.replace(/\.md$/, "-");
  const names = [...program.matchAll(/^ {2}([\w-]+):/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== "providers");
  const prefixed = names.reduce(
    (yaml, name) =>
      yaml
        .replace(new RegExp(`^ {2}${name}:`, "m"), `  ${prefix}${name}:`)
        .replaceAll(`\${${name}.`, `\${${prefix}${name}.`),
    program,
  );
  const section = (name: string) => new RegExp(`^${name}:\n((?: .*\n)+)`, "m").exec(prefixed)?.[1] ?? "";
  return {
    header: program.split(/^(?=resources|variables)/m)[0]!,
    resources: section("resources"),
    variables: section("variables"),
  };
}

/** What the functions of the pages ask about. */
async function prepare(): Promise<void> {
  const { emulator } = world;
  const send = async (bucket: string, method: string, query?: string, body?: string): Promise<void> => {
    const { status, body: answer } = await emulator.send({ method, bucket, query, body });
    if (status !== 200) throw new Error(`${method} ${bucket} ${query}: ${status} ${answer}`);
  };
  await send("my-company-assets", "PUT");
  await send("copy", "PUT");
  const destination = "<Bucket>copy</Bucket><Location>oss-cn-hangzhou</Location><TransferType>internal</TransferType>";
  const rule = `<Rule><Action>ALL</Action><Destination>${destination}</Destination></Rule>`;
  await send(
    "my-company-assets",
    "POST",
    "replication&comp=add",
    `<ReplicationConfiguration>${rule}</ReplicationConfiguration>`,
  );
  await send("my-company-assets", "POST", "metaQuery&comp=add");
  await emulator.advance(60);
}

test("every page's program is taken by the engine, and made", async () => {
  const pages = readdirSync(folder).filter((page) => page !== "operations.md");
  const all = pages.map(sectionsOf);
  expect(new Set(all.map(({ header }) => header)).size).toBe(1);
  expect(all.filter(({ resources, variables }) => resources + variables === "")).toEqual([]);
  const resources = all.map((each) => each.resources).join("");
  const program = `${all[0]!.header}resources:\n${resources}variables:\n${all.map((each) => each.variables).join("")}`;
  await prepare();
  const stack = await world.open({ files: { "Pulumi.yaml": program } });

  const previewed = await stack.preview();
  expect({
    code: previewed.code,
    errors: previewed.diagnostics.filter(({ severity }) => severity === "error"),
  }).toEqual({
    code: 0,
    errors: [],
  });
  const count = [...resources.matchAll(/^ {4}type: granary:/gm)].length;
  expect(previewed.changes).toEqual({ create: count + 1 });

  // All but the domain, which nobody has proved.
  const made = await stack.up({ args: ["--continue-on-error"] });
  const errors = made.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  expect(errors.filter((message) => !/NeedVerifyDomainOwnership|update failed/.test(message))).toEqual([]);
  expect(errors.join()).toContain("NeedVerifyDomainOwnership");
  expect(made.changes).toMatchObject({ create: count });
});
