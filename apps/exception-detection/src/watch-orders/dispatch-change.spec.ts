import { describe, expect, it } from '@jest/globals';
import { parcelPurposes } from '@landfall/contracts';
import { foldParcel } from '@landfall/domain';
import { merchantId, orderId, parcelId, registration, scanned } from '../testing-events.spec-kit.ts';
import {
  eventOf,
  factsOf,
  type ParcelRecord,
  type Registration,
  type Scan,
} from '../track-parcel/parcel-record.ts';
import { dispatchChange } from './dispatch-change.ts';

/** A parcel that is registered and has these scans. */
const parcel = (scans: ReturnType<typeof scanned>[], changes: Partial<Registration> = {}): ParcelRecord => {
  const registered = registration('p', changes);
  const events = scans.map((event) => eventOf(event.data as Scan));
  return {
    merchantId,
    parcelId: parcelId('p'),
    registration: registered,
    state: foldParcel(events, factsOf(registered, null)),
    reports: [],
    known: [],
    counted: null,
    estimate: null,
    told: null,
    version: 1,
  };
};
const labelled = scanned('p', 'label_created', '2026-01-01T10:00:00Z');
const pickedUp = scanned('p', 'picked_up', '2026-01-02T10:00:00Z');
const flying = scanned('p', 'handed_to_linehaul', '2026-01-03T10:00:00Z');
const isScanned = (before: ParcelRecord, after: ParcelRecord) =>
  dispatchChange(before, after, undefined)?.isScanned;

describe('a parcel changes what is known of its order', () => {
  it('by its first physical scan', () => {
    expect(dispatchChange(parcel([labelled]), parcel([labelled, pickedUp]), undefined)).toEqual({
      merchantId,
      orderId: orderId('p'),
      parcelId: parcelId('p'),
      isScanned: true,
      cause: undefined,
    });
  });

  it.each(parcelPurposes)('whatever it was sent for: %s', (purpose) => {
    expect(isScanned(parcel([], { purpose }), parcel([pickedUp], { purpose }))).toBe(true);
  });

  it('by its registration, when the scan had come before', () => {
    const stub: ParcelRecord = { ...parcel([]), registration: null, state: null };
    expect(isScanned(stub, parcel([pickedUp]))).toBe(true);
  });

  it('by a correction that takes the only physical scan away', () => {
    expect(isScanned(parcel([pickedUp]), parcel([labelled]))).toBe(false);
  });

  it('and by nothing else', () => {
    expect(isScanned(parcel([]), parcel([labelled]))).toBeUndefined();
    expect(isScanned(parcel([pickedUp]), parcel([pickedUp, flying]))).toBeUndefined();
    expect(isScanned(parcel([pickedUp, flying]), parcel([flying]))).toBeUndefined();
    expect(isScanned({ ...parcel([]), state: null }, parcel([]))).toBeUndefined();
  });
});
