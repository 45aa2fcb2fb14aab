import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { cancelledInFlight } from './cancelled-in-flight.rule.ts';

const cancelled = parcel({ cancelledAt: hour(50) });

describe('cancelled_in_flight', () => {
  it('opens when a moving parcel is cancelled', () => {
    const { wrong, findings } = given(cancelled, scan('picked_up', 20)).at(51);
    expect(wrong).toEqual(['cancelled_in_flight']);
    expect(findings[0]).toMatchObject({ since: hour(50), severity: 'high' });
  });

  it('opens when a cancelled parcel begins to move', () => {
    expect(given(cancelled, scan('picked_up', 60)).at(61).findings[0]?.since).toBe(hour(60));
  });

  it('is not the matter of a parcel that never moved', () => {
    const { wrong, view } = given(cancelled, scan('label_created', 1)).at(51);
    expect(wrong).toEqual([]);
    expect(cancelledInFlight.becauseCleared(view, null, hour(0))).toBe('the parcel has not moved');
  });

  it('goes on while the parcel comes back', () => {
    expect(given(cancelled, scan('picked_up', 20), scan('returning', 80)).at(81).wrong).toEqual([
      'returning',
      'cancelled_in_flight',
    ]);
  });

  it.each(['delivered', 'returned', 'lost', 'destroyed'] as const)(
    'ends when the parcel is %s',
    (milestone) => {
      const { wrong, view } = given(cancelled, scan('picked_up', 20), scan(milestone, 90)).at(91);
      expect(wrong).not.toContain('cancelled_in_flight');
      expect(cancelledInFlight.becauseCleared(view, null, hour(0))).toBe(`the parcel is ${milestone}`);
    },
  );

  it('ends when the cancellation is withdrawn', () => {
    const { wrong, view } = given(parcel(), scan('picked_up', 20)).at(51);
    expect(wrong).toEqual([]);
    expect(cancelledInFlight.becauseCleared(view, null, hour(0))).toBe('the cancellation was withdrawn');
  });
});
