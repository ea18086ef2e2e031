// Every generated file: schema.json, sdk/nodejs/ and docs/reference/.
import type { PackageDefinition } from "../provider/kit/define";
import { loadService } from "../provider/kit/objectTypes";
import { type PackageFacts, packageSchema } from "../provider/kit/schema";
import { docFiles } from "./docs";
import { frontFiles, fronts } from "./sdkClasses";
import { sharedFiles } from "./sdkTypes";

/** Folders that hold nothing but generated files. */
export const GENERATED_FOLDERS = ["sdk/nodejs", "docs/reference"];

/** Contents by path from the root of the project. The same definitions give the same bytes. */
export function generatedFiles(pkg: PackageDefinition, facts: PackageFacts): Map<string, string> {
  const services = Object.values(pkg.services).map((load) => loadService(load()));
  return new Map([
    ["schema.json", `${JSON.stringify(packageSchema(pkg, facts), null, 2)}\n`],
    ...services.flatMap((loaded) => [...sharedFiles(loaded)]),
    ...fronts(pkg.name).flatMap((front) => [...frontFiles(pkg, services, front)]),
    ...docFiles(pkg, services),
  ]);
}
