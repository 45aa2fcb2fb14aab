import { describe, expect, it } from '@jest/globals';
import type { Transaction } from '@landfall/persistence';
import { Gauges } from '@landfall/service-kit';
import type { CarrierTrackingConfig } from '../carrier-tracking.settings.ts';
import { CommittedScans } from './committed-scans.ts';

const scan = (scanId: string, onlyMerchant: string | null = null) => ({
  number: 'LZ1CN',
  scanId,
  onlyMerchant,
});
const at = (offset: number, partition = 0) => ({ partition, offset: String(offset) });

const scansOf = (most = 100) => {
  const committed = new CommittedScans(
    { KNOWN_SCANS_IN_MEMORY: most } as CarrierTrackingConfig,
    new Gauges(),
  );
  /** Adds scans in a transaction; returns its commit. */
  const add = (offset: number, ids: string[], partition = 0) => {
    const works: (() => void)[] = [];
    const tx = { afterCommit: (work: () => void) => void works.push(work) } as unknown as Transaction;
    committed.addAfterCommit(
      tx,
      [at(offset, partition)],
      ids.map((id) => scan(id)),
    );
    return () => works.forEach((work) => work());
  };
  return { committed, add };
};

describe('scans that were committed', () => {
  it('are known from their commit on, and to nobody else', () => {
    const { committed, add } = scansOf();
    const commit = add(1, ['a']);
    expect(committed.has(scan('a'))).toBe(false);
    commit();
    expect(committed.has(scan('a'))).toBe(true);
    expect(committed.has(scan('a', 'a merchant'))).toBe(false);
    expect(committed.has({ ...scan('a'), number: 'LZ2CN' })).toBe(false);
    expect(committed.counts).toEqual({ told: 4, known: 1 });
  });

  it('are not known where their transaction was rolled back', () => {
    const { committed, add } = scansOf();
    add(1, ['a']);
    committed.receive([at(1)]);
    expect(committed.has(scan('a'))).toBe(false);
  });

  it('are forgotten, all of them, when a record comes again: the fence has gone back', () => {
    const { committed, add } = scansOf();
    add(4, ['a'])();
    add(7, ['b'], 1)();
    committed.receive([at(5), at(8, 1), at(1, 2)]);
    expect([committed.has(scan('a')), committed.has(scan('b'))]).toEqual([true, true]);
    committed.receive([at(9), at(7, 1)]);
    expect([committed.has(scan('a')), committed.has(scan('b'))]).toEqual([false, false]);
    add(7, ['b'], 1)();
    committed.receive([at(5)]);
    expect(committed.has(scan('b'))).toBe(true);
  });

  it('are so many at most, and those that are asked for stay', () => {
    const { committed, add } = scansOf(10);
    add(0, ['asked'])();
    for (let index = 0; index < 40; index += 1) {
      add(index + 1, [`other ${index}`])();
      expect(committed.has(scan('asked'))).toBe(true);
    }
    const others = Array.from({ length: 40 }, (_, index) => committed.has(scan(`other ${index}`)));
    expect(others.filter(Boolean).length).toBeLessThanOrEqual(10);
    expect(others.at(-1)).toBe(true);
  });

  it('are none where none may be kept', () => {
    const { committed, add } = scansOf(0);
    add(1, ['a'])();
    expect(committed.has(scan('a'))).toBe(false);
  });
});
