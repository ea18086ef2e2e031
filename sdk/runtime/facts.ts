// What the generated classes tell the code of their front.

export interface ResourceFacts {
  /** Module and name: "oss:Bucket". */
  token: string;
  /** Every property of the state. */
  properties: readonly string[];
  /** The arguments that make the id, joined by "/". */
  key: readonly string[];
  /** Arguments that get a name made from the resource's when they are left out, and the longest name allowed. */
  autonames: Readonly<Record<string, number>>;
  /** Where values are secret by definition. "*" stands for every element of a list or map. */
  secrets: readonly (readonly string[])[];
  /** Documents that the resource owns besides its own while an argument is set; `{bucket}` stands for that argument. */
  claims: Readonly<Record<string, readonly string[]>>;
}

export interface FunctionFacts {
  token: string;
  /** The result holds values that are secret by definition. */
  secret: boolean;
}
