import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { promiseBroken } from './promise-broken.rule.ts';

const promised = parcel({ promisedAt: hour(100) });
const flying = scan('handed_to_linehaul', 40);

describe('promise_broken', () => {
  it('opens when the promised time comes and the parcel is not delivered', () => {
    const story = given(promised, flying);
    expect(story.at(99.99).wrong).toEqual(['promise_at_risk']);
    expect(story.at(99.99).nextDueHour).toBe(100);
    expect(story.at(100).wrong).toEqual(['promise_broken']);
    expect(story.at(150).findings[0]).toMatchObject({ since: hour(100), severity: 'high' });
  });

  it('blames whoever has the parcel', () => {
    expect(given(promised, flying).at(101).findings[0]?.blame).toMatchObject({
      party: 'carrier',
      leg: 'trunk_line',
    });
    expect(given(promised, scan('label_created', 1)).at(101).findings).toContainEqual(
      expect.objectContaining({
        code: 'promise_broken',
        blame: { party: 'merchant', reason: 'merchant', leg: null },
      }),
    );
    expect(given(promised, scan('returning', 90)).at(101).findings[0]?.blame.party).toBe('carrier');
  });

  it('never opens without a promise', () => {
    expect(given(parcel(), flying).at(101).wrong).toEqual([]);
  });

  it('clears when it turns out that the parcel had been delivered in time', () => {
    const { wrong, view } = given(promised, flying, scan('delivered', 100)).at(150);
    expect(wrong).toEqual([]);
    expect(promiseBroken.becauseCleared(view, null, hour(0))).toBe('the parcel had been delivered in time');
  });

  it('clears when the parcel is delivered late', () => {
    const { wrong, view } = given(promised, flying, scan('delivered', 120)).at(150);
    expect(wrong).toEqual([]);
    expect(promiseBroken.becauseCleared(view, null, hour(0))).toBe('the parcel was delivered late');
  });

  it('holds on for a parcel that came back undelivered', () => {
    expect(given(promised, flying, scan('returned', 120)).at(150).wrong).toEqual([
      'returned',
      'promise_broken',
    ]);
  });

  it('clears when the promise is moved or the order cancelled', () => {
    const moved = given(parcel({ promisedAt: hour(200) }), flying).at(170);
    expect(moved.wrong).toEqual(['promise_at_risk']);
    expect(promiseBroken.becauseCleared(moved.view, null, hour(0))).toBe('the promise was moved');
    const cancelled = given(parcel({ promisedAt: hour(100), cancelledAt: hour(110) })).at(150);
    expect(cancelled.wrong).toEqual([]);
    expect(promiseBroken.becauseCleared(cancelled.view, null, hour(0))).toBe('the order was cancelled');
  });
});
