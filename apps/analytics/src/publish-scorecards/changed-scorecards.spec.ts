import { describe, expect, it } from '@jest/globals';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { changedScorecards, scorecardIdOf } from './changed-scorecards.ts';

const merchant = '0198f7a0-0000-7000-8000-000000000001';
const card = (subject: string, parcels: number): Scorecard => ({
  by: 'route',
  subject,
  originCountry: 'CN',
  destinationCountry: 'US',
  routeId: subject,
  parcels,
  mature: parcels,
  transitDays: { p50: 7, p80: 9, p95: null },
  spread: null,
  receiptRate: { value: 0.5, low: 0.1, high: 0.9, n: parcels },
  onTimeRate: null,
});

describe('cards that changed', () => {
  it('are all of them at first, each with version 1', () => {
    const changed = changedScorecards(merchant, [], [card('A', 2), card('B', 3)]);
    expect(changed.map(({ version }) => version)).toEqual([1, 1]);
    expect(changed.map(({ figures }) => figures.subject).sort()).toEqual(['A', 'B']);
    expect(changed[0]?.figures).not.toHaveProperty('spread');
  });

  it('are none when every card was told as it is, also after a way through JSON', () => {
    const told = changedScorecards(merchant, [], [card('A', 2)]);
    expect(
      changedScorecards(merchant, JSON.parse(JSON.stringify(told)) as typeof told, [card('A', 2)]),
    ).toEqual([]);
  });

  it('are only those that differ, with the next version', () => {
    const told = changedScorecards(merchant, [], [card('A', 2), card('B', 3)]);
    expect(changedScorecards(merchant, told, [card('A', 2), card('B', 4)])).toMatchObject([
      { scorecardId: scorecardIdOf(merchant, card('B', 4)), version: 2, figures: { parcels: 4 } },
    ]);
  });

  it('tell once that a subject has no parcel any more', () => {
    const told = changedScorecards(merchant, [], [card('A', 2)]);
    const emptied = changedScorecards(merchant, told, []);
    expect(emptied).toMatchObject([
      { version: 2, figures: { subject: 'A', parcels: 0, mature: 0, receiptRate: null } },
    ]);
    expect(changedScorecards(merchant, emptied, [])).toEqual([]);
  });

  it('have ids of their merchant, kind and subject', () => {
    const ids = [
      scorecardIdOf(merchant, { by: 'route', subject: 'A' }),
      scorecardIdOf(merchant, { by: 'lane', subject: 'A' }),
      scorecardIdOf(merchant.replace('1', '2'), { by: 'route', subject: 'A' }),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});
