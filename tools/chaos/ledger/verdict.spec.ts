import { describe, expect, it } from '@jest/globals';
import { expectedOf } from './expected.ts';
import { shipmentOfScans } from './shipment-of-scans.ts';
import { verdictOf, type Found } from './verdict.ts';

const sendings = shipmentOfScans(7, 60, { repeated: 0.5, late: 0.3, malformedEvery: 10, poisonEvery: 20 });
const expected = expectedOf(sendings);

/** What a faultless run leaves behind. */
const faultless = (): { -readonly [Key in keyof Found]: Found[Key] } => ({
  parcels: [...expected.parcels].map(([parcelId, parcel]) => ({ parcelId, ...parcel })),
  told: [...expected.parcels].flatMap(([parcelId, parcel]) =>
    Array.from({ length: parcel.version }, (_, index) => ({
      parcelId,
      version: index + 1,
      times: 1,
      state: index + 1 === parcel.version ? parcel.state : 'in_transit',
      lastEventAt: parcel.lastEventAt,
    })),
  ),
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
      shipmentOfScans(7, 60, { repeated: 0.5, late: 0, malformedEvery: 10, poisonEvery: 20 })
        .filter((sending) => sending.kind === 'scan')
        .map(({ scan }) => scan.eventId),
    );
  });

  it('is the same for the same seed', () =>
    expect(shipmentOfScans(7, 60, { repeated: 0.5, late: 0.3, malformedEvery: 10, poisonEvery: 20 })).toEqual(
      sendings,
    ));

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
    found.told = found.told.map((one, index) => (index === 0 ? { ...one, times: 2 } : one)).slice(0, -1);
    const { lost, duplicated } = verdictOf(expected, found);
    expect({ lost, duplicated }).toEqual({ lost: 1, duplicated: 1 });
  });

  it('counts a state that is not the reference, and what came out of order', () => {
    const found = faultless();
    found.parcels = found.parcels.map((parcel, index) =>
      index === 0 ? { ...parcel, state: 'other' } : parcel,
    );
    expect(verdictOf(expected, { ...found, outOfOrder: 2 })).toEqual({ ...clean, wrongState: 3 });
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
