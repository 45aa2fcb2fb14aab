import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { statusContradiction } from './status-contradiction.rule.ts';

const delivered = scan('delivered', 100, { place: { country: 'DE' } });

describe('status_contradiction', () => {
  it('opens with both scans as evidence, from the later one on', () => {
    const { findings } = given(parcel(), delivered, scan('out_for_delivery', 130)).at(131);
    expect(findings).toMatchObject([
      {
        code: 'status_contradiction',
        leg: null,
        since: hour(130),
        evidence: {
          eventIds: ['delivered@100', 'out_for_delivery@130'],
          basis: 'movement_after_delivery',
        },
      },
    ]);
  });

  it('is one finding, however many scans contradict', () => {
    const scans = [
      scan('delivered', 100, { place: { country: 'US' } }),
      scan('in_transit', 130),
      scan('in_transit', 140),
    ];
    const { findings } = given(parcel(), ...scans).at(141);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.evidence).toEqual({
      eventIds: ['delivered@100', 'in_transit@130', 'in_transit@140'],
      basis: 'delivered_elsewhere, movement_after_delivery',
    });
  });

  it('waits for no due time', () => {
    expect(given(parcel(), delivered, scan('out_for_delivery', 130)).at(131).nextDueHour).toBeNull();
  });

  it('clears when the delivery turns out to be no delivery', () => {
    const corrected = { ...delivered, milestone: 'available_for_pickup' as const, revision: 1 };
    const { wrong, view } = given(parcel(), delivered, corrected, scan('out_for_delivery', 130)).at(131);
    expect(wrong).toEqual([]);
    expect(statusContradiction.becauseCleared(view, null, hour(0))).toBe(
      'the scans no longer contradict one another',
    );
  });
});
