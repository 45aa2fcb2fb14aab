import { describe, expect, it } from '@jest/globals';
import { expectedEffects, requireSame } from './effects.ts';
import { scanStream } from '../../workload/scan-stream.ts';

describe('the effects that a stream calls for', () => {
  const events = [...scanStream(3, 600)];

  it('are one processed event and one message an event, and one row a parcel', () => {
    expect(expectedEffects(events)).toMatchObject({ processedEvents: 600, parcels: 100, messages: 600 });
  });

  it('do not depend on how parcels are interleaved, but on the order within a parcel', () => {
    const byParcel = events.toSorted((a, b) => a.scan.parcelId.localeCompare(b.scan.parcelId));
    expect(expectedEffects(byParcel)).toEqual(expectedEffects(events));
    expect(expectedEffects(events.toReversed()).messagesDigest).not.toBe(
      expectedEffects(events).messagesDigest,
    );
  });

  it.each(['processedEvents', 'parcels', 'parcelsDigest', 'messages', 'messagesDigest'] as const)(
    'are refused where %s differs',
    (field) => {
      const expected = expectedEffects(events);
      expect(() => requireSame('x', { ...expected, [field]: 'other' }, expected)).toThrow(
        'x left other rows',
      );
    },
  );
});
