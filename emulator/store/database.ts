/** A connection to SQLite with its prepared statements, and transactions that join. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "./sqlite";

export interface Database {
  all<T>(sql: string, ...values: SQLInputValue[]): T[];
  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined;
  /** Gives the number of rows changed and the last row id. */
  run(sql: string, ...values: SQLInputValue[]): { changes: number; id: number };
  exec(sql: string): void;
  /** Commits when `work` returns, rolls back when it throws. */
  transaction<T>(work: () => T): T;
  /** Closes the connection and opens the same path anew: an empty database when it is memory. */
  reopen(): void;
  /** Statements hold on to an attached database; DETACH needs them gone. */
  forgetStatements(): void;
  close(): void;
}

export function openDatabase(path: string): Database {
  let connection = new DatabaseSync(path);
  const statements = new Map<string, StatementSync>();
  let inside = false;

  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = connection.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };

  return {
    all: <T>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as T[],
    get: <T>(sql: string, ...values: SQLInputValue[]) => prepared(sql).get(...values) as T | undefined,
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = prepared(sql).run(...values);
      return { changes: Number(changes), id: Number(lastInsertRowid) };
    },
    exec: (sql) => connection.exec(sql),
    transaction: <T>(work: () => T): T => {
      if (inside) {
        return work();
      }
      inside = true;
      try {
        // IMMEDIATE: a failure to get the write lock then happens before any work.
        prepared("BEGIN IMMEDIATE").run();
        try {
          const result = work();
          prepared("COMMIT").run();
          return result;
        } catch (error) {
          prepared("ROLLBACK").run();
          throw error;
        }
      } finally {
        inside = false;
      }
    },
    reopen: () => {
      statements.clear();
      connection.close();
      connection = new DatabaseSync(path);
    },
    forgetStatements: () => statements.clear(),
    close: () => {
      statements.clear();
      connection.close();
    },
  };
}
