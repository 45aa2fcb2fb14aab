import { describe, expect, it } from '@jest/globals';
import { expectedParcel, historiesOf } from './histories.ts';
import { parcelVerdict, type FoundParcel } from './parcel-verdict.ts';

const begin = new Date('2026-03-01T00:00:00Z');
const histories = [...historiesOf(['A', 'B'], begin)];
const scans = histories.filter(({ trackingNumber }) => trackingNumber === 'A');
const expected = expectedParcel(scans, begin);
const found: FoundParcel = { ...expected, timeline: scans };
const clean = { lost: 0, duplicated: 0, wrongState: 0 };

describe('histories', () => {
  it('come in order of time, and their parcels end at different places', () => {
    expect(histories.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))).toEqual(histories);
    const other = histories.filter(({ trackingNumber }) => trackingNumber === 'B');
    expect(expectedParcel(other, begin).state).not.toBe(expected.state);
  });
});

describe('the verdict on a parcel', () => {
  it('is clean where every scan is there once', () => expect(parcelVerdict(expected, found)).toEqual(clean));

  it('counts scans that are missing, and scans that are there twice', () => {
    const [first, second, ...rest] = scans;
    expect(
      parcelVerdict(expected, { ...found, timeline: [first!, first!, second!, ...rest.slice(1)] }),
    ).toEqual({
      ...clean,
      lost: 1,
      duplicated: 1,
    });
  });

  it.each(['state', 'currentLeg', 'currentWait', 'deliveredAt'])('counts another %s', (field) =>
    expect(parcelVerdict(expected, { ...found, [field]: 'another' })).toEqual({ ...clean, wrongState: 1 }),
  );

  it('counts a timeline that is not in order of time', () =>
    expect(parcelVerdict(expected, { ...found, timeline: scans.toReversed() })).toEqual({
      ...clean,
      wrongState: 1,
    }));
});
