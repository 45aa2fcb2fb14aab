import { expect, it } from '@jest/globals';
import { SurroundingsError } from '@landfall/persistence';
import type { DueItem } from './due-source.ts';
import { Sweeper, type SweeperOptions } from './sweeper.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));

it('goes on until a source has no more, however few it gives at a time', async () => {
  const due = ['a', 'b', 'c'].map((subject): DueItem => ({ merchantId: 'm', subject, dueAt: at(1) }));
  const fired: string[] = [];
  const nothing = { run: (_scope: unknown, work: (tx: unknown) => unknown) => work({}) };
  const sweeper = new Sweeper({
    unitOfWork: nothing,
    outbox: { write: () => undefined },
    merchants: { admitAll: async () => undefined },
    now: () => at(2),
  } as unknown as SweeperOptions);
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

it('works on one transaction while another waits, and is done when both are', async () => {
  const due = ['a', 'b', 'c'].map((subject): DueItem => ({ merchantId: 'm', subject, dueAt: at(1) }));
  const nothing = { run: (_scope: unknown, work: (tx: unknown) => unknown) => work({}) };
  const sweeper = new Sweeper({
    unitOfWork: nothing,
    outbox: { write: () => undefined },
    merchants: { admitAll: async () => undefined },
    now: () => at(2),
  } as unknown as SweeperOptions);
  const { promise: another, resolve: begins } = Promise.withResolvers<void>();
  const fired: string[] = [];
  sweeper.register({
    name: 'parcel',
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
  const nothing = { run: (_scope: unknown, work: (tx: unknown) => unknown) => work({}) };
  const sweeper = new Sweeper({
    unitOfWork: nothing,
    outbox: { write: () => undefined },
    merchants: { admitAll: async () => undefined },
    hearing: { heardUntil: async () => (heard.length > 0 ? (heard.shift() ?? null) : at(12)) },
    now: () => at(13),
    log: { warn: () => undefined },
  } as unknown as SweeperOptions);
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
