// Plain data about a stack: what the engine said, freed of its wire forms. Nothing in here holds a secret's text.

export type Properties = Record<string, unknown>;

/** What the engine does to a resource. A replacement is one step here; what it creates and deletes is not listed. */
export type Op = "same" | "create" | "update" | "delete" | "replace" | "read" | "import" | "discard";

/** Where a resource is declared: a file of the project with line and column from 1. */
export interface Position {
  file: string;
  line: number;
  column?: number;
}

export interface ResourceState {
  id?: string;
  inputs: Properties;
  outputs: Properties;
  protect: boolean;
  retainOnDelete: boolean;
  parent?: string;
  /** Reference of the provider: its URN, "::" and its id. */
  provider?: string;
  dependencies: string[];
  /** Input -> URNs of the resources that it is made from. */
  propertyDependencies: Record<string, string[]>;
}

/** "add", "delete" or "update" of a property, with "-replace" where it replaces the resource. */
export interface PathDiff {
  kind: string;
  inputDiff: boolean;
}

/** A resource of the stack, with what a plan does to it. Without a plan `op` is "same" and `old` is `new`. */
export interface Resource {
  urn: string;
  /** "oss:BucketAcl" for every spelling that the rules know; else the engine's own type token. */
  type: string;
  /** The engine's own type token. */
  rawType: string;
  /** Name in the program. */
  name: string;
  op: Op;
  old?: ResourceState;
  new?: ResourceState;
  detailedDiff?: Record<string, PathDiff>;
  diffReasons: string[];
  replaceReasons: string[];
  position?: Position;
  /** Property paths that the program leaves to others; of recorded resources only. */
  ignoreChanges?: string[];
  /** Inputs' values that the provider made up for this preview, and would make up differently in the next. */
  generated?: string[];
  /** With a refresh in front: what is live, where that is not what is recorded. Undefined = in agreement. */
  drift?: { gone: boolean; recorded: Properties; live: Properties; paths: Record<string, PathDiff> };
}

export interface Diagnostic {
  severity: "error" | "warning" | "info";
  message: string;
  urn?: string;
}

/** A finished preview. */
export interface Plan {
  project: string;
  stack: string;
  /** Folder of the project (where Pulumi.yaml is). */
  folder: string;
  resources: Resource[];
  diagnostics: Diagnostic[];
  /** False when the preview failed: then `resources` is what the engine got to. */
  succeeded: boolean;
  /** Whether the live state was read in front. */
  refreshed: boolean;
}
