import type { BatchProcessor, BatchWork } from '@landfall/messaging';
import { UnitOfWork, type Scope, type Transaction } from '@landfall/persistence';

/** A unit of work whose transactions find every fence at its beginning, ask Postgres for none and move none. */
export class FencelessUnitOfWork extends UnitOfWork {
  override run<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return super.run(scope, (tx) => work(fenceless(tx)));
  }
}

/** The processor without its fences: all that is fetched gets through to the dedup. */
export const pastFences =
  (process: BatchProcessor['process']): BatchProcessor['process'] =>
  (group: readonly BatchWork[]) =>
    process(group.map((work) => ({ ...work, fetchedFrom: 0n })));

const fenceless = (tx: Transaction): Transaction => ({
  query: <Row>(sql: string, parameters: unknown[] = []) =>
    isLock(sql) ? Promise.resolve(fencesAtTheBeginning(parameters) as Row[]) : tx.query<Row>(sql, parameters),
  execute: (sql, ...rest) => {
    if (!sql.includes('UPDATE consumer_offset')) tx.execute(sql, ...rest);
  },
  attempt: (work) => tx.attempt(work),
  admit: (merchants) => tx.admit(merchants),
  afterCommit: (work) => tx.afterCommit(work),
});

const isLock = (sql: string): boolean => sql.includes('FROM consumer_offset') && sql.includes('FOR UPDATE');

const fencesAtTheBeginning = (parameters: unknown[]): unknown[] => {
  const [topics, partitions] = parameters as [string[], number[]];
  return topics.map((topic, index) => ({
    topic,
    partition: partitions[index],
    next_offset: '0',
    last_offset: null,
    last_ce_id: null,
    stopped_because: null,
  }));
};
