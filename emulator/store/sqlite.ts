/** node:sqlite without its ExperimentalWarning; every other warning stays. */
const emitWarning = process.emitWarning;
process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
  const text = typeof warning === "string" ? warning : warning.message;
  if (!text.startsWith("SQLite is an experimental feature")) {
    (emitWarning as (...values: unknown[]) => void).call(process, warning, ...rest);
  }
}) as typeof process.emitWarning;
const sqlite = require("node:sqlite") as typeof import("node:sqlite");
process.emitWarning = emitWarning;

export const { DatabaseSync } = sqlite;
export type { SQLInputValue, StatementSync } from "node:sqlite";
