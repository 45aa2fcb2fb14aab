import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priorKnowledge } from '../knowledge.ts';
import { foldParcel } from '../parcel/fold.ts';
import { anyParcel, anyScans } from '../parcel/scans.spec-kit.ts';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { assess, nextDueAt } from './assess.ts';

const DISTANT_HOUR = 100_000;

describe('the conditions of a parcel', () => {
  it('hold side by side', () => {
    const late = parcel({ promisedAt: hour(100), shippedAt: hour(0) });
    expect(given(late, scan('picked_up', 5)).at(300).wrong).toEqual([
      'leg_stalled(collection)',
      'suspected_lost(collection)',
      'promise_broken',
    ]);
  });

  it('come up one after another at the due times told', () => {
    const story = given(parcel({ promisedAt: hour(100), shippedAt: hour(0) }));
    expect([story.at(0).nextDueHour, story.at(48).nextDueHour, story.at(100).nextDueHour]).toEqual([
      48,
      100,
      null,
    ]);
  });

  it('do not change before the next due time, and never again when there is none', () => {
    const moments = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(anyScans, anyParcel, moments, (scans, facts, [nowHour, share]) => {
        const view = { parcelId: 'p-1', facts, state: foldParcel(scans, facts), knowledge: priorKnowledge };
        const now = hour(nowHour);
        const due = nextDueAt(view, now);
        const last = due === null ? hour(DISTANT_HOUR) : due - 1;
        expect(assess(view, now + Math.floor((last - now) * share))).toEqual(assess(view, now));
        if (due !== null) {
          expect(due).toBeGreaterThan(now);
          expect(assess(view, due)).not.toEqual(assess(view, now));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are at most one for each code and leg, and never begin in the future when time brought them about', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, fc.integer({ min: 1440, max: 4000 }), (scans, facts, nowHour) => {
        const view = { parcelId: 'p-1', facts, state: foldParcel(scans, facts), knowledge: priorKnowledge };
        const findings = assess(view, hour(nowHour));
        expect(new Set(findings.map(({ code, leg }) => `${code} ${leg}`)).size).toBe(findings.length);
        for (const { since } of findings) expect(since).toBeLessThanOrEqual(hour(nowHour));
      }),
    );
  });
});
