// The program as Pulumi YAML. Every text is quoted, so that none is taken for a number, a date or a boolean.
import { Document, type Pair, type Scalar, type YAMLMap } from "yaml";
import { CertificateSetting, type Declaration, type Program, Reference } from "./types";
import { comment } from "./typescript";

/** One resource of Pulumi.yaml, as it stands below `resources:`. */
export function yamlDeclaration(declaration: Declaration): string {
  const text = yamlResources({ declarations: [declaration] });
  return text.slice("resources:\n".length).trimEnd();
}

/** The resources of Pulumi.yaml, from `resources:` on. */
export function yamlResources({ declarations }: Pick<Program, "declarations">): string {
  const names = new Map(declarations.filter((each) => each.variable).map((each) => [each.bucket, each.name]));
  const document = new Document({
    resources: Object.fromEntries(declarations.map((each) => [each.name, resource(each, names)])),
  });
  const pairs = (document.get("resources") as YAMLMap).items as Pair<Scalar>[];
  for (const [index, { comments, args }] of declarations.entries()) {
    const lines = comments.flatMap((text) => comment(text, "  ", "").map((line) => line.slice(2)));
    const setting = args.certificate;
    if (setting instanceof CertificateSetting) {
      lines.push(
        " certificate:",
        `   certificate: \${${setting.certificate}}`,
        `   privateKey: \${${setting.privateKey}}`,
      );
    }
    if (lines.length > 0) pairs[index]!.key.commentBefore = lines.join("\n");
    if (index > 0) pairs[index]!.key.spaceBefore = true;
  }
  return document.toString({ defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 });
}

function resource({ token, args, protect }: Declaration, names: ReadonlyMap<string, string>): object {
  const properties = Object.entries(args).filter(([, value]) => !(value instanceof CertificateSetting));
  return {
    type: `granary:${token}`,
    properties: Object.fromEntries(properties.map(([name, value]) => [name, plain(value, names)])),
    ...(protect ? { options: { protect: true } } : {}),
  };
}

function plain(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (value instanceof Reference) return `\${${names.get(value.bucket)}.${value.property}}`;
  // Pulumi YAML reads ${...} as a reference; two dollar signs stand for one.
  if (typeof value === "string") return value.split("${").join("$${");
  if (Array.isArray(value)) return value.map((each) => plain(each, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, names)]));
}
