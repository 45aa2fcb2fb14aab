import { describe, expect, it } from '@jest/globals';
import { expectedOf } from './expected.ts';
import { recordsOf, sendingsIn, shipmentOfScans, type Habits } from './shipment-of-scans.ts';
import { verdictOf, type Found } from './verdict.ts';

const habits: Habits = { repeated: 0.5, late: 0.3, malformedEvery: 10, poisonEvery: 20 };
const sendings = [...shipmentOfScans(7, 60, habits)];
const expected = expectedOf(recordsOf(7, 60, habits));

/** What a faultless run leaves behind. */
const faultless = (): { -readonly [Key in keyof Found]: Found[Key] } => ({
  parcels: [...expected.parcels].map(([parcelId, parcel]) => ({ parcelId, ...parcel })),
  told: [...expected.parcels].map(([parcelId, { version, state, lastEventAt }]) => ({
    parcelId,
    versions: version,
    repeats: 0,
    state,
    lastEventAt,
  })),
  outOfOrder: 0,
  quarantined: expected.quarantined,
});
const clean = { lost: 0, duplicated: 0, wrongState: 0 };

describe('a shipment of scans', () => {
  it('repeats, delays and breaks what it is told to', () => {
    const scans = sendings.filter((sending) => sending.kind === 'scan');
    const ids = scans.map(({ scan }) => scan.eventId);
    expect(new Set(ids).size).toBe(60);
    expect(ids.length).toBeGreaterThan(75);
    expect(sendings.length - ids.length).toBe(6);
    expect(ids).not.toEqual(
      [...shipmentOfScans(7, 60, { ...habits, late: 0 })]
        .filter((sending) => sending.kind === 'scan')
        .map(({ scan }) => scan.eventId),
    );
  });

  it('is the same for the same seed', () => expect([...shipmentOfScans(7, 60, habits)]).toEqual(sendings));

  it('sends everything there is, and as much as is announced', () => {
    const texts = (some: Iterable<unknown>) => [...new Set([...some].map((one) => JSON.stringify(one)))];
    expect(texts(sendings).sort()).toEqual(texts(recordsOf(7, 60, habits)).sort());
    expect(sendings).toHaveLength(sendingsIn(7, 60, habits));
  });

  it('sends what is neither late nor repeated in the order in which it happened', () =>
    expect([...shipmentOfScans(7, 60, { ...habits, late: 0, repeated: 0 })]).toEqual([
      ...recordsOf(7, 60, habits),
    ]));

  it('calls for one effect a scan, whatever is repeated', () => {
    expect(expected.effects).toBe(57);
    expect([...expected.parcels.values()].reduce((sum, { version }) => sum + version, 0)).toBe(57);
    expect(expected.quarantined).toBe(6 + 3);
  });
});

describe('the verdict', () => {
  it('is clean where everything happened once', () =>
    expect(verdictOf(expected, faultless())).toEqual(clean));

  it('counts a scan that was not applied', () => {
    const found = faultless();
    found.parcels = found.parcels.map((parcel, index) =>
      index === 0 ? { ...parcel, version: parcel.version - 1 } : parcel,
    );
    expect(verdictOf(expected, found)).toEqual({ ...clean, lost: 1 });
  });

  it('counts a scan that was applied twice', () => {
    const found = faultless();
    found.parcels = found.parcels.map((parcel, index) =>
      index === 0 ? { ...parcel, version: parcel.version + 1 } : parcel,
    );
    expect(verdictOf(expected, found)).toEqual({ ...clean, duplicated: 1 });
  });

  it('counts what was told twice, and what was not told', () => {
    const found = faultless();
    found.told = found.told.map((one, index) => {
      if (index === 0) return { ...one, repeats: 2 };
      return index === 1 ? { ...one, versions: one.versions - 1 } : one;
    });
    expect(verdictOf(expected, found)).toEqual({ ...clean, lost: 1, duplicated: 2 });
  });

  it('counts a state that is not the reference, and what came out of order', () => {
    const found = faultless();
    found.parcels = found.parcels.map((parcel, index) =>
      index === 0 ? { ...parcel, state: 'other' } : parcel,
    );
    expect(verdictOf(expected, { ...found, outOfOrder: 2 })).toEqual({ ...clean, wrongState: 3 });
  });

  it('counts scans that shared rows know nothing of, or know twice', () => {
    const counts = [...expected.counts].map(([milestone, scans], index) => ({
      milestone,
      scans: scans + (index === 0 ? 2 : -1),
    }));
    expect(counts.length).toBeGreaterThan(1);
    expect(verdictOf(expected, { ...faultless(), counts: counts.slice(0, 2) })).toEqual({
      ...clean,
      duplicated: 2,
      lost: 1 + [...expected.counts.values()].slice(2).reduce((sum, scans) => sum + scans, 0),
    });
  });

  it('counts a malformed record that nobody set aside, and a parcel that nobody sent', () => {
    const found = faultless();
    const [first] = found.parcels;
    found.parcels = [...found.parcels, { ...first!, parcelId: 'stranger' }];
    expect(verdictOf(expected, { ...found, quarantined: expected.quarantined - 1 })).toEqual({
      ...clean,
      lost: 1,
      wrongState: 1,
    });
  });
});
