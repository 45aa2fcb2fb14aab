import { describe, expect, it } from '@jest/globals';
import type { SettleStatus } from '@landfall/service-kit';
import { fingerprint, furthestEnds, needsTick, nextTick, unread, unsettled } from './drained.ts';

const now = new Date('2026-01-01T00:00:00Z');
const later = new Date('2026-01-03T00:00:00Z');
const status = (changes: Partial<SettleStatus> = {}): SettleStatus => ({
  service: 'analytics',
  clock: now.toISOString(),
  busy: false,
  openRequests: 0,
  outboxEmpty: true,
  pending: 0,
  nextDueAt: null,
  topics: ['orders'],
  fences: [{ topic: 'orders', partition: 0, nextOffset: '5', stoppedBecause: null }],
  written: [],
  done: { applied: 1, other: 0 },
  ...changes,
});
const ends = (end: bigint) => new Map([['orders', new Map([[0, end]])]]);

describe('a service at rest', () => {
  it('has nothing left', () => expect(unsettled(status(), now)).toEqual([]));

  it.each([
    ['a batch is being applied', { busy: true }, 'busy'],
    ['a request is open', { openRequests: 1 }, 'requests open'],
    ['its outbox holds a message', { outboxEmpty: false }, 'outbox'],
    ['a mail is under way', { pending: 2 }, '2 effects'],
    ['something is due', { nextDueAt: now.toISOString() }, 'due since'],
    ['it was restarted and has no clock yet', { clock: null }, 'clock at null'],
  ])('is not when %s', (_, changes, words) =>
    expect(unsettled(status(changes), now).join()).toContain(words),
  );

  it('may have something due later', () =>
    expect(unsettled(status({ nextDueAt: later.toISOString() }), now)).toEqual([]));
});

describe('the logs', () => {
  it('are read when every fence is at its end', () => expect(unread(status(), ends(5n))).toEqual([]));
  it('are not while a record lies before a fence', () => expect(unread(status(), ends(6n))).toHaveLength(1));
  it('are not while a partition has no fence yet', () =>
    expect(unread(status({ fences: [] }), ends(1n))).toHaveLength(1));
  it('are never while a partition is stopped', () => {
    const fences = [{ topic: 'orders', partition: 0, nextOffset: '5', stoppedBecause: 'another cluster' }];
    expect(unread(status({ fences }), ends(5n)).join()).toContain('another cluster');
  });
});

describe("the logs' ends", () => {
  const writing = (next: string) => status({ written: [{ topic: 'orders', partition: 0, next }] });

  it('are where a relay has published to while Kafka does not tell of its transaction yet', () => {
    expect(unread(status(), furthestEnds(ends(5n), [status(), writing('6')]))).toHaveLength(1);
  });
  it('are where Kafka says when it knows of more', () => {
    expect(furthestEnds(ends(5n), [writing('3')])).toEqual(ends(5n));
  });
  it('matter only for topics that somebody reads', () => {
    expect(furthestEnds(new Map(), [writing('6')])).toEqual(new Map());
  });
});

describe('ticks', () => {
  it.each([
    ['a service that was restarted', { clock: null }, true],
    ['a service with something overdue', { nextDueAt: now.toISOString() }, true],
    ['a service that waits for later', { nextDueAt: later.toISOString() }, false],
  ])('are repeated for %s: %s', (_, changes, expected) =>
    expect(needsTick(status(changes), now)).toBe(expected),
  );

  it('go to the next due time, then to the target', () => {
    const due = '2026-01-02T00:00:00.000Z';
    expect(nextTick([status({ nextDueAt: due }), status()], now, later).toISOString()).toBe(due);
    expect(nextTick([status()], now, later)).toEqual(later);
  });
  it('stay where they are for what is overdue', () => {
    expect(nextTick([status({ nextDueAt: '2025-12-01T00:00:00Z' })], now, later)).toEqual(now);
  });
  it('tell work from rest', () => {
    expect(fingerprint([status()])).toBe(fingerprint([status()]));
    expect(fingerprint([status({ done: { applied: 2, other: 0 } })])).not.toBe(fingerprint([status()]));
  });
});
