import type { Database, PoolName } from './database.ts';
import { isStalePlan, isTransient } from './faults.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { OpenTransaction, type Connection, type Sight, type Transaction } from './transaction.ts';

export interface Scope extends Sight {
  pool: PoolName;
}

const attempts = 5;

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
    try {
      const connection = (await runner.connect()) as Connection;
      const transaction = new OpenTransaction(connection, this.statements, scope);
      try {
        const result = await work(transaction);
        await transaction.commit();
        return result;
      } catch (error) {
        await transaction.rollback().catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release().catch(() => undefined);
    }
  }
}
