// Names of resources and of constants, made from names of buckets: valid, unique, and the same in every run.

/** Gives names out once each; a name that is taken gets "-2", "-3" and so on. */
export function createNames(separator: string, taken: Iterable<string> = []): (wanted: string) => string {
  const used = new Set(taken);
  return (wanted) => {
    let name = wanted;
    for (let number = 2; used.has(name); number += 1) name = `${wanted}${separator}${number}`;
    used.add(name);
    return name;
  };
}

/** Words that can't name a constant in a module under strict, and those that the program uses itself. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class config const continue debugger default delete do else enum eval export " +
    "extends false finally for function if implements import in instanceof interface let new null oss package private " +
    "protected public pulumi return static super switch this throw true try typeof undefined var void while with yield " +
    "exports module require async of type declare abstract any global process console"
  ).split(" "),
);

/** "my-company-assets" -> "myCompanyAssets"; "2024-logs" -> "bucket2024Logs"; "default" -> "defaultBucket". */
export function variableOf(bucket: string): string {
  const camel = camelCase(bucket);
  const valid = /^\d/.test(camel) ? `bucket${camel}` : camel;
  return RESERVED.has(valid) ? `${valid}Bucket` : valid;
}

/** "www.example-shop.com" -> "wwwExampleShopCom". */
export function camelCase(text: string): string {
  return text.replace(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase());
}

/** A project's name from a folder's: letters, digits, "-", "_" and ".", at most 100. */
export function projectName(folder: string): string {
  const name = folder.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  return name.slice(0, 100) || "adopted";
}

/** What a part (domain, inventory id) adds to a resource's name: readable, without what YAML and URNs use themselves. */
export function partName(part: string): string {
  return part.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "") || "part";
}
