import { describe, expect, it } from '@jest/globals';
import { scanned } from '../testing-events.spec-kit.ts';
import type { Scan } from '../track-parcel/parcel-record.ts';
import { carrierEstimateOf } from './carrier-estimate.ts';

const scan = (occurredAt: string, changes: Partial<Scan> = {}) =>
  scanned('estimated', 'in_transit', occurredAt, changes).data as Scan;

describe('the estimate of the carriers', () => {
  it('is that of the scan that happened last, whatever comes first and whatever a later scan leaves out', () => {
    const scans = [
      scan('2026-01-02T10:00:00Z', { carrierEstimate: '2026-01-09' }),
      // 09:00 UTC the next day.
      scan('2026-01-03T17:00:00+08:00', { carrierEstimate: '2026-01-10T12:00:00+01:00', source: '17track' }),
      scan('2026-01-03T08:00:00Z', { carrierEstimate: '2026-01-08' }),
      scan('2026-01-04T10:00:00Z'),
    ];
    const expected = {
      at: '2026-01-10T12:00:00+01:00',
      source: '17track',
      toldAt: '2026-01-03T17:00:00+08:00',
    };
    expect(carrierEstimateOf(scans)).toEqual(expected);
    expect(carrierEstimateOf(scans.toReversed())).toEqual(expected);
  });

  it('is one of two scans at one instant, and always the same', () => {
    const at = '2026-01-02T10:00:00Z';
    const first = scan(at, {
      eventId: '00000000-0000-5000-8000-00000000000a',
      carrierEstimate: '2026-01-09',
    });
    const other = scan(at, {
      eventId: '00000000-0000-5000-8000-00000000000b',
      carrierEstimate: '2026-01-08',
    });
    expect(carrierEstimateOf([first, other])?.at).toBe('2026-01-08');
    expect(carrierEstimateOf([other, first])?.at).toBe('2026-01-08');
  });

  it('is none where no scan has one', () => {
    expect(carrierEstimateOf([])).toBeNull();
    expect(carrierEstimateOf([scan('2026-01-02T10:00:00Z')])).toBeNull();
  });
});
