import { describe, expect, it } from '@jest/globals';
import { ruleOf } from '../../exceptions/rules.ts';
import { given, hour, parcel, scan } from '../../parcel/story.spec-kit.ts';

const ready = (carrier: string | null) => [
  scan('arrived_at_delivery_depot', 90),
  scan('available_for_pickup', 100, { carrier }),
];

describe('uncollected', () => {
  it.each([
    [null, 7],
    ['some-post', 7],
    ['inpost', 1],
    ['dhl', 3.5],
    ['ups', 3.5],
    ['correios', 3.5],
    ['usps', 7.5],
    ['royal-mail', 9],
  ])('opens after half of the time for which %s keeps it: %s days', (carrier, days) => {
    const story = given(parcel(), ...ready(carrier));
    const due = 100 + days * 24;
    expect(story.at(due - 0.1).wrong).toEqual([]);
    expect(story.at(due - 0.1).nextDueHour).toBe(due);
    expect(story.at(due).findings).toMatchObject([
      {
        code: 'uncollected',
        leg: 'last_mile',
        since: hour(due),
        evidence: { eventIds: ['available_for_pickup@100'] },
      },
    ]);
  });

  it('counts from the first notice, however often it is told again', () => {
    const scans = [...ready(null), scan('available_for_pickup', 150)];
    expect(given(parcel(), ...scans).at(268).wrong).toEqual(['uncollected(last_mile)']);
  });

  it.each([
    ['delivered', 'the parcel was delivered'],
    ['returning', 'the parcel is returning'],
    ['out_for_delivery', 'the parcel left the pick-up point'],
  ] as const)('ends with %s', (milestone, because) => {
    const { wrong, view } = given(parcel(), ...ready(null), scan(milestone, 300)).at(301);
    expect(wrong).not.toContain('uncollected(last_mile)');
    expect(ruleOf('uncollected')?.becauseCleared(view, 'last_mile', hour(0))).toBe(because);
  });
});
