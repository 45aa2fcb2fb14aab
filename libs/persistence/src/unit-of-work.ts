import { QueryFailedError, type EntityManager } from 'typeorm';
import type { Database, PoolName } from './database.ts';
import { isStalePlan, isTransient } from './faults.ts';
import { PreparedStatements } from './prepared-statements.ts';

/** One Postgres transaction (READ COMMITTED) that sees the rows of its merchants only. */
export interface Transaction {
  /** The rows of a SELECT or of a RETURNING clause. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** TypeORM's entities inside the same transaction, for cold paths. */
  readonly entities: EntityManager;
  /** Adds merchants to those whose rows the transaction sees. */
  admit(merchants: readonly string[]): Promise<void>;
  /** Runs after the commit; never when it is rolled back. */
  afterCommit(work: () => void): void;
}

export interface Scope {
  pool: PoolName;
  /** Ids of the merchants whose rows may be seen and written. */
  merchants: readonly string[];
}

const attempts = 5;

/** What is used of a connection of `pg`. */
interface Connection {
  query(query: { name?: string; text: string; values?: unknown[] }): Promise<{ rows?: unknown[] }>;
}

/** Runs work in one transaction and commits it; after a deadlock, a serialisation failure or a stale plan it runs again. */
export class UnitOfWork {
  private readonly statements = new PreparedStatements();

  constructor(private readonly database: Database) {}

  async run<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(scope, work);
      } catch (error) {
        if (isStalePlan(error)) this.statements.renew();
        if (attempt === attempts || !isTransient(error)) throw error;
      }
    }
  }

  private async once<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.database.source(scope.pool).createQueryRunner();
    const admitted = new Set(scope.merchants);
    const committed: (() => void)[] = [];
    const query = async <Row>(sql: string, parameters?: unknown[]): Promise<Row[]> => {
      const connection = (await runner.connect()) as Connection;
      const name = parameters && this.statements.nameOf(sql);
      try {
        const result = await connection.query({
          text: sql,
          ...(name !== undefined && { name }),
          ...(parameters && { values: parameters }),
        });
        // Several statements in one text answer with one result each; no caller asks for their rows.
        return (result.rows ?? []) as Row[];
      } catch (error) {
        throw new QueryFailedError(sql, parameters, error as Error);
      }
    };
    const admit = async (merchants: readonly string[]) => {
      for (const merchant of merchants) admitted.add(merchant);
      await query(`SELECT set_config('app.merchants', $1, true)`, [`{${[...admitted].join(',')}}`]);
    };
    try {
      await runner.startTransaction();
      if (admitted.size > 0) await admit([]);
      const result = await work({
        query,
        admit,
        entities: runner.manager,
        afterCommit: (job) => void committed.push(job),
      });
      await runner.commitTransaction();
      for (const job of committed) job();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release().catch(() => undefined);
    }
  }
}
