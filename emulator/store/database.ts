/** A connection to SQLite with its prepared statements, and transactions that join. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "./sqlite";

export interface Database {
  all<T>(sql: string, ...values: SQLInputValue[]): T[];
  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined;
  iterate<T>(sql: string, ...values: SQLInputValue[]): IterableIterator<T>;
  /** Gives the number of rows changed and the last row id. */
  run(sql: string, ...values: SQLInputValue[]): { changes: number; id: number };
  exec(sql: string): void;
  transaction<T>(work: () => T): T;
  close(): void;
}

export function openDatabase(path: string): Database {
  const connection = new DatabaseSync(path);
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

  const transaction = <T>(work: () => T): T => {
    if (inside) {
      return work();
    }
    inside = true;
    // IMMEDIATE: the write lock is taken at once, so a failure to get it happens before any work.
    prepared("BEGIN IMMEDIATE").run();
    try {
      const result = work();
      prepared("COMMIT").run();
      return result;
    } catch (error) {
      prepared("ROLLBACK").run();
      throw error;
    } finally {
      inside = false;
    }
  };

  return {
    all: <T>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as T[],
    get: <T>(sql: string, ...values: SQLInputValue[]) => prepared(sql).get(...values) as T | undefined,
    // Iterating needs a statement of its own: a cached one could be restarted by its next user.
    iterate: <T>(sql: string, ...values: SQLInputValue[]) =>
      connection.prepare(sql).iterate(...values) as IterableIterator<T>,
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = prepared(sql).run(...values);
      return { changes: Number(changes), id: Number(lastInsertRowid) };
    },
    exec: (sql) => connection.exec(sql),
    transaction,
    close: () => connection.close(),
  };
}
