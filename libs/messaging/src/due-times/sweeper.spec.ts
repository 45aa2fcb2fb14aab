import { expect, it } from '@jest/globals';
import { SurroundingsError } from '@landfall/persistence';
import type { DueItem } from './due-source.ts';
import { Sweeper, type SweeperOptions } from './sweeper.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
const dueOf = (...subjects: string[]): DueItem[] =>
  subjects.map((subject) => ({ merchantId: 'm', subject, dueAt: at(1) }));

/** A sweeper of sources that keep nothing. */
const sweeperAt = (hour: number, more: Partial<SweeperOptions> = {}): Sweeper =>
  new Sweeper({
    unitOfWork: { run: (_scope: unknown, work: (tx: unknown) => unknown) => work({}) },
    outbox: { write: () => undefined },
    merchants: { admitAll: async () => undefined },
    now: () => at(hour),
    log: { warn: () => undefined },
    ...more,
  } as unknown as SweeperOptions);

it('goes on until a source has no more, however few it gives at a time', async () => {
  const due = dueOf('a', 'b', 'c');
  const fired: string[] = [];
  const sweeper = sweeperAt(2);
  sweeper.register({
    name: 'lane',
    next: async () => at(1),
    take: async () => due.splice(0, 1),
    fire: async (items) => void fired.push(...items.map(({ subject }) => subject)),
    unschedule: async () => undefined,
  });
  expect(await sweeper.sweep()).toBe(3);
  expect(fired).toEqual(['a', 'b', 'c']);
});

it('works on one transaction while another waits where a source allows, and is done when both are', async () => {
  const due = dueOf('a', 'b', 'c');
  const sweeper = sweeperAt(2);
  const { promise: another, resolve: begins } = Promise.withResolvers<void>();
  const fired: string[] = [];
  sweeper.register({
    name: 'parcel',
    transactionsAtOnce: 2,
    next: async () => at(1),
    take: async () => due.splice(0, 1),
    fire: async ([item]) => {
      if (item?.subject === 'a') await another;
      else begins();
      if (item?.subject === 'b') throw new SurroundingsError('Postgres is gone');
      fired.push(item?.subject ?? '');
    },
    unschedule: async () => undefined,
  });
  await expect(sweeper.sweep()).rejects.toThrow('Postgres is gone');
  expect(fired).toEqual(['a', 'c']);
});

it('fires nothing that is due before all was heard until then, and fires it as of that instant', async () => {
  const heard = [null, at(8), at(11)];
  const { promise: taken, resolve: take } = Promise.withResolvers<Date>();
  const sweeper = sweeperAt(13, {
    hearing: { heardUntil: async () => (heard.length > 0 ? (heard.shift() ?? null) : at(12)) },
  });
  sweeper.register({
    name: 'parcel',
    next: async () => at(10),
    take: async (_tx, now): Promise<DueItem[]> => {
      take(now);
      return [];
    },
    fire: async () => undefined,
    unschedule: async () => undefined,
  });
  sweeper.start();
  expect(await taken).toEqual(at(11));
  await sweeper.stop();
});
