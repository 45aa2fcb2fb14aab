import { describe, expect, it } from '@jest/globals';
import { DAY_MS, isMature } from '@landfall/domain';
import { judge, nextMaturityDay, nextMidnight } from './maturity.ts';
import { laneOfParcel, transitDays, type ParcelFact } from './parcel-fact.ts';

const start = Date.parse('2026-01-01T10:00:00Z');
const day = (count: number) => start + count * DAY_MS;

const parcel = (more: Partial<ParcelFact> = {}): ParcelFact => ({
  originCountry: 'CN',
  destinationCountry: 'US',
  routeId: null,
  purpose: 'outbound',
  registeredAt: start,
  dispatchedAt: start,
  deliveredAt: null,
  promisedAt: null,
  cancelledAt: null,
  ...more,
});

describe('a lane', () => {
  it.each([
    ['CN', 'US', 'CN-US'],
    ['HK', 'PR', 'CN-US'],
    ['CN', 'RE', 'CN-FR'],
    [null, 'DE', 'ZZ-DE'],
  ])('from %s to %s is %s', (originCountry, destinationCountry, subject) => {
    expect(laneOfParcel({ originCountry, destinationCountry }).subject).toBe(subject);
  });
});

describe('the transit of a parcel', () => {
  it('runs from hand-over to delivery', () => {
    expect(transitDays(parcel({ deliveredAt: day(8.5) }))).toBe(8.5);
  });
  it('is infinite while the parcel is undelivered', () => {
    expect(transitDays(parcel())).toBe(Infinity);
  });
  it('cannot be told without a hand-over, nor when the delivery lies before it', () => {
    expect(transitDays(parcel({ dispatchedAt: null, deliveredAt: day(3) }))).toBeNull();
    expect(transitDays(parcel({ deliveredAt: day(-1) }))).toBeNull();
  });
});

describe('maturity', () => {
  const matureAt = (facts: ParcelFact[], now: number) => judge(facts, now).map(({ mature }) => mature);

  it('comes 30 days after the hand-over, not sooner for a delivered parcel', () => {
    const facts = [parcel({ deliveredAt: day(5) }), parcel()];
    expect(matureAt(facts, day(30) - 1)).toEqual([false, false]);
    expect(matureAt(facts, day(30))).toEqual([true, true]);
  });

  it('counts from the registration of a parcel that was never scanned', () => {
    expect(matureAt([parcel({ dispatchedAt: null, registeredAt: day(-31) })], start)).toEqual([true]);
  });

  it("waits for the lane's P99 where that is longer, and only on that lane", () => {
    const slow = parcel({ deliveredAt: day(45) });
    const elsewhere = parcel({ destinationCountry: 'DE' });
    expect(judge([slow, elsewhere], start).map(({ laneP99Hours }) => laneP99Hours)).toEqual([45 * 24, null]);
    expect(matureAt([slow, parcel(), elsewhere], day(44))).toEqual([false, false, true]);
    expect(matureAt([slow, parcel(), elsewhere], day(45))).toEqual([true, true, true]);
  });

  it('leaves out returns and parcels cancelled before any scan, but not those cancelled on their way', () => {
    const facts = [
      parcel({ purpose: 'return' }),
      parcel({ dispatchedAt: null, cancelledAt: day(1) }),
      parcel({ cancelledAt: day(1) }),
      parcel({ purpose: 'replacement' }),
    ];
    expect(judge(facts, day(40)).map(({ fact }) => fact)).toEqual(facts.slice(2));
  });
});

describe('the next review', () => {
  const nextDay = (facts: ParcelFact[], now: number) => nextMaturityDay(judge(facts, now), now);

  it('is the first midnight after a change', () => {
    expect(nextMidnight(Date.parse('2026-01-01T00:00:00Z'))).toBe(Date.parse('2026-01-02T00:00:00Z'));
    expect(nextMidnight(Date.parse('2026-01-01T23:59:59Z'))).toBe(Date.parse('2026-01-02T00:00:00Z'));
  });

  it('is the first midnight at which the earliest young parcel is mature', () => {
    const facts = [parcel({ dispatchedAt: day(3) }), parcel({ dispatchedAt: day(1) })];
    expect(nextDay(facts, day(5))).toBe(Date.parse('2026-02-02T00:00:00Z'));
  });

  it('agrees with the domain on the day: mature then, and not a day before', () => {
    for (const transit of [2, 29.9, 30, 31.37, 77.123]) {
      const facts = [parcel({ deliveredAt: day(transit) }), parcel({ dispatchedAt: day(2) })];
      const next = nextDay(facts, day(20)) ?? Number.NaN;
      expect(isMature(start, transit * 24, next)).toBe(true);
      expect(isMature(start, transit * 24, next - DAY_MS)).toBe(false);
    }
  });

  it('is none once every parcel is mature, and without parcels', () => {
    expect(nextDay([parcel()], day(30))).toBeNull();
    expect(nextDay([], day(30))).toBeNull();
  });
});
