import { describe, expect, it } from '@jest/globals';
import { trackingEventsTopic, validateEvent } from '@landfall/contracts';
import { scanStream } from './scan-stream.ts';

describe('the stream of scans', () => {
  it('is the same for the same seed, and a shorter one is its beginning', () => {
    const long = [...scanStream(7, 600)];
    expect([...scanStream(7, 600)]).toEqual(long);
    expect([...scanStream(7, 200)]).toEqual(long.slice(0, 200));
    expect([...scanStream(8, 1)]).not.toEqual(long.slice(0, 1));
  });

  it('has one new parcel in six events, in every part', () => {
    const seen = new Set<string>();
    const fresh = [...scanStream(7, 1_200)].map(({ scan }) => seen.size < seen.add(scan.parcelId).size);
    expect(fresh.slice(0, 600).filter(Boolean)).toHaveLength(100);
    expect(fresh.slice(600).filter(Boolean)).toHaveLength(100);
  });

  it('holds valid events of about 600 bytes', () => {
    for (const { scan } of scanStream(7, 50)) {
      expect(validateEvent(trackingEventsTopic, 'tracking.milestone_reached', scan)).toMatchObject({
        ok: true,
      });
      expect(JSON.stringify(scan).length).toBeGreaterThan(560);
      expect(JSON.stringify(scan).length).toBeLessThan(680);
    }
  });
});
