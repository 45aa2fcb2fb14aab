import { describe, expect, it } from '@jest/globals';
import type { ReadEvent } from '../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts';
import { compareWithKarrio, type KarrioEvent } from './karrio.ts';
import type { ReadParcel } from './read-sender.ts';

const event = (occurredAt: string, rawCode: string, milestone?: string): ReadEvent =>
  ({
    time: { occurredAt, offsetSource: 'given' },
    rawCode,
    reading: milestone === undefined ? null : { milestone, leg: null, reason: null },
  }) as unknown as ReadEvent;
const parcel = (number: string, ...events: ReadEvent[]): ReadParcel => ({
  payload: `${number}.json`,
  number,
  events,
});
const expected = (tracking_number: string, delivered: boolean, ...events: KarrioEvent[]) => ({
  tracking_number,
  delivered,
  events,
});

const delivered = event('2026-03-05T17:30:20-05:00', 'OK', 'delivered');
const pickedUp = event('2026-03-04T08:00:00+01:00', 'PU', 'picked_up');

describe("karrio's expectations", () => {
  it('agree whatever the order, the seconds and the words of its clock', () => {
    const { disagreements, agreed } = compareWithKarrio(
      [
        expected(
          'a1',
          true,
          { code: 'PU', date: '2026-03-04', time: '08:00 AM', status: 'in_transit' },
          { code: 'OK', date: '2026-03-05', time: '17:30 PM', status: 'delivered' },
        ),
      ],
      [parcel('A1', delivered, pickedUp)],
    );
    expect(disagreements).toEqual([]);
    expect(agreed).toEqual({ parcel: 1, count: 1, time: 2, code: 2, status: 2, delivered: 1 });
  });

  it('disagree event by event, each with what both say', () => {
    const { disagreements } = compareWithKarrio(
      [
        expected(
          'A1',
          false,
          { code: 'OK', date: '2026-03-05', time: '10:30', status: 'on_hold' },
          { code: 'P1', date: '2026-03-04', time: '08:00' },
          { code: 'X', date: '2026-03-01', time: '08:00' },
        ),
      ],
      [parcel('A1', delivered, pickedUp)],
    );
    expect(disagreements.map(({ field, code, expected: theirs, got }) => [field, code, theirs, got])).toEqual(
      [
        ['count', '', '3', '2'],
        ['delivered', '', 'false', 'true'],
        ['code', 'PU', 'P1', 'PU'],
        ['time', 'OK', '2026-03-05 10:30', '2026-03-05 17:30'],
        ['status', 'OK', 'on_hold', 'delivered'],
      ],
    );
  });

  it('agree on a code that ours refines', () => {
    const finer = event('2026-03-05T17:30:20-05:00', 'DE/08', 'delivery_attempted');
    const { agreed, disagreements } = compareWithKarrio(
      [expected('A1', false, { code: 'DE', date: '2026-03-05', time: '17:30' })],
      [parcel('A1', finer)],
    );
    expect(disagreements).toEqual([]);
    expect(agreed.code).toBe(1);
  });

  it('go with their events where several answers have one number', () => {
    const { agreed } = compareWithKarrio(
      [
        expected('A1', true, { code: 'OK', date: '2026-03-05', time: '17:30' }),
        expected('A1', false, { code: 'PU', date: '2026-03-04', time: '08:00' }),
      ],
      [parcel('A1', pickedUp), parcel('B1', delivered)],
    );
    expect(agreed).toMatchObject({ time: 2, code: 2, delivered: 2 });
  });

  it('are each held against the parcel that they fit best, and missed where there is none', () => {
    const time = { date: '2026-03-04', time: '08:00' };
    const { disagreements, agreed } = compareWithKarrio(
      [expected('B', false, time), expected('A', false, time), expected('C', false, { date: '2020-01-01' })],
      [parcel('A', pickedUp), parcel('B', pickedUp)],
    );
    expect(agreed.parcel).toBe(2);
    expect(disagreements).toEqual([
      { payload: '', field: 'parcel', code: '', expected: 'C', got: 'nothing' },
    ]);
  });
});
