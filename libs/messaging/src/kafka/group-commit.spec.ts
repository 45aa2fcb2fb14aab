import { describe, expect, it } from '@jest/globals';
import type { BatchOutcome, BatchWork } from '../batch/batch-processor.ts';
import { GroupCommit } from './group-commit.ts';

const work = (partition: number, records: number) =>
  ({ partition, records: Array.from({ length: records }, () => ({ value: null })) }) as unknown as BatchWork;
const applied = (count: number) => ({ kind: 'applied', applied: count }) as BatchOutcome;

/** A processor whose transactions end when the test says so. */
class Transactions {
  readonly groups: (readonly BatchWork[])[] = [];
  private commitNext = Promise.withResolvers<void>();
  private begun = Promise.withResolvers<void>();

  async process(group: readonly BatchWork[]): Promise<BatchOutcome[]> {
    this.groups.push(group);
    this.begun.resolve();
    await this.commitNext.promise;
    return group.map(({ records }) => applied(records.length));
  }

  /** Resolves when one has begun. */
  hasBegun(): Promise<void> {
    return this.begun.promise;
  }

  commit(): void {
    this.begun = Promise.withResolvers();
    const { resolve } = this.commitNext;
    this.commitNext = Promise.withResolvers();
    resolve();
  }
}

const partitionsOf = (groups: readonly (readonly BatchWork[])[]) =>
  groups.map((group) => group.map(({ partition }) => partition));

describe('GroupCommit', () => {
  it('joins what comes together, up to a thousand records a transaction', async () => {
    const transactions = new Transactions();
    const groupCommit = new GroupCommit(transactions);
    const outcomes = Promise.all(
      [600, 400, 1].map((records, index) => groupCommit.apply(work(index, records))),
    );

    await transactions.hasBegun();
    transactions.commit();
    await transactions.hasBegun();
    transactions.commit();

    expect(await outcomes).toEqual([applied(600), applied(400), applied(1)]);
    expect(partitionsOf(transactions.groups)).toEqual([[0, 1], [2]]);
  });

  it('ends the transaction under way when it is closed, and leaves what waits and what comes', async () => {
    const transactions = new Transactions();
    const groupCommit = new GroupCommit(transactions);
    const first = groupCommit.apply(work(0, 1_000));
    const second = groupCommit.apply(work(1, 1_000));
    await transactions.hasBegun();

    groupCommit.close(60_000);

    expect(await second).toBeUndefined();
    expect(await groupCommit.apply(work(2, 1))).toBeUndefined();
    transactions.commit();
    expect(await first).toEqual(applied(1_000));
    expect(partitionsOf(transactions.groups)).toEqual([[0]]);
  });

  it('does not wait for a transaction for longer than it was asked to', async () => {
    const transactions = new Transactions();
    const groupCommit = new GroupCommit(transactions);
    const neverCommitted = groupCommit.apply(work(0, 1));
    await transactions.hasBegun();

    groupCommit.close(1);

    expect(await neverCommitted).toBeUndefined();
  });
});
