import type { BatchOutcome, BatchProcessor, BatchWork } from '@landfall/messaging';
import { UnitOfWork, type Database, type Scope, type Transaction } from '@landfall/persistence';
import type { LockOrder } from './count-scans.consumer.ts';
import type { Control } from './settings.ts';

/** A unit of work whose transactions lack one protection. */
export class SabotagedUnitOfWork extends UnitOfWork {
  constructor(
    database: Database,
    readonly control: Control | undefined,
  ) {
    super(database);
  }

  override async run<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    switch (this.control) {
      case 'no_dedup':
        return super.run(scope, (tx) =>
          work(answering(tx, 'INSERT INTO processed_event', async () => allFresh)),
        );
      case 'no_fence':
      case 'offset_early':
        return super.run(scope, (tx) =>
          work(
            answering(tx, 'FROM consumer_offset', (_, asked) =>
              fencesWith({ next_offset: '0', last_offset: null }, asked()),
            ),
          ),
        );
      case 'no_log_check':
        return super.run(scope, (tx) =>
          work(
            answering(
              answering(tx, 'INSERT INTO consumer_offset', ([, , low], asked) =>
                fencesWith({ next_offset: low, last_offset: null }, asked()),
              ),
              'FROM consumer_offset',
              (_, asked) => fencesWith({ last_offset: null }, asked()),
            ),
          ),
        );
      case 'no_isolation':
        return super.run(scope, (tx) => work(changed(tx, { attempt: (part) => part() })));
      case 'delete_before_send':
        return scope.pool === 'relay' ? this.deleteFirst(scope, work) : super.run(scope, work);
      default:
        return super.run(scope, work);
    }
  }

  /** Takes the oldest row out of the outbox for good, and only then lets the relay publish it. */
  private async deleteFirst<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const taken = await super.run(scope, (tx) =>
      tx.query(
        `DELETE FROM outbox WHERE id = (SELECT min(id) FROM outbox)
         RETURNING id, octet_length(messages) AS bytes, messages`,
      ),
    );
    const answer = async (): Promise<Rows> => taken;
    return super.run(scope, (tx) =>
      work(answering(answering(tx, 'SELECT id, octet_length', answer), 'SELECT id, messages', answer)),
    );
  }
}

/** Lets a processor work without looking at its fence, or moves the fence before the work instead of with it. */
export function sabotageProcessor(processor: BatchProcessor, unitOfWork: SabotagedUnitOfWork): void {
  const { control } = unitOfWork;
  if (control !== 'no_fence' && control !== 'offset_early') return;
  const process = processor.process.bind(processor);
  processor.process = async (group: readonly BatchWork[]): Promise<BatchOutcome[]> => {
    if (control === 'offset_early')
      await unitOfWork.run({ pool: 'consumer', merchants: [] }, async (tx) => {
        for (const { topic, partition, nextOffset, records } of group) {
          const last = records.at(-1);
          tx.execute(
            `UPDATE consumer_offset SET next_offset = $3, last_offset = $4, last_ce_id = $5
             WHERE topic = $1 AND partition = $2`,
            [
              topic.name,
              partition,
              nextOffset.toString(),
              last?.offset ?? null,
              last?.headers?.['ce_id']?.toString() ?? null,
            ],
          );
        }
      });
    return process(group.map((work) => ({ ...work, fetchedFrom: 0n })));
  };
}

/** Sorted, or beginning anywhere. */
export const lockOrder = (control: Control | undefined): LockOrder =>
  control === 'unsorted_upserts'
    ? (keys) => {
        const first = Math.floor(Math.random() * keys.length);
        return [...keys.slice(first), ...keys.slice(0, first)];
      }
    : (keys) => keys.toSorted();

type Rows = Record<string, unknown>[];

/** The transaction with something of its own; all else is the transaction's. */
const changed = (tx: Transaction, own: Partial<Transaction>): Transaction => ({
  query: (sql, parameters) => tx.query(sql, parameters),
  execute: (...statement) => tx.execute(...statement),
  attempt: (work) => tx.attempt(work),
  admit: (merchants) => tx.admit(merchants),
  afterCommit: (work) => tx.afterCommit(work),
  ...own,
});

/** The transaction with another answer to one question. */
const answering = (
  tx: Transaction,
  question: string,
  answer: (parameters: unknown[], asked: () => Promise<Rows>) => Promise<Rows>,
): Transaction =>
  changed(tx, {
    query: <Row>(sql: string, parameters?: unknown[]) =>
      sql.includes(question)
        ? (answer(parameters ?? [], () => tx.query(sql, parameters)) as Promise<Row[]>)
        : tx.query<Row>(sql, parameters),
  });

/** What the claim of a batch answers when all of it is new. */
const allFresh: Rows = [{ fresh: null }];

/** Fences that say something else than what is stored. */
const fencesWith = async (untrue: Rows[number], asked: Promise<Rows>): Promise<Rows> =>
  (await asked).map((row) => ({ ...row, ...untrue }));
