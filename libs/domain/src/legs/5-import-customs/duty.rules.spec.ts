import { describe, expect, it } from '@jest/globals';
import { ruleOf } from '../../exceptions/rules.ts';
import { given, hour, parcel, scan } from '../../parcel/story.spec-kit.ts';

const asked = [scan('arrived_in_destination_country', 90), scan('duty_requested', 100)];

describe('duty asked of the consignee', () => {
  it.each([null, 'DAP'] as const)('is overdue after 72 hours where the terms are %s', (terms) => {
    const story = given(parcel({ terms }), ...asked);
    expect(story.at(171).wrong).toEqual([]);
    expect(story.at(171).nextDueHour).toBe(172);
    expect(story.at(172).findings).toMatchObject([
      {
        code: 'duty_unpaid',
        leg: 'import_customs',
        since: hour(172),
        evidence: { eventIds: ['duty_requested@100'] },
      },
    ]);
  });

  it.each([
    ['duty_paid', 'the duty was paid'],
    ['import_customs_released', 'the parcel went on without it'],
    ['out_for_delivery', 'the parcel went on without it'],
    ['delivered', 'the parcel was delivered'],
    ['returning', 'the parcel is returning'],
  ] as const)('is owed no more after %s', (milestone, because) => {
    const { wrong, view } = given(parcel(), ...asked, scan(milestone, 180)).at(181);
    expect(wrong).not.toContain('duty_unpaid(import_customs)');
    expect(ruleOf('duty_unpaid')?.becauseCleared(view, 'import_customs', hour(0))).toBe(because);
  });

  it('breaches a route that pays duty: at once, its own blame, and nothing is overdue', () => {
    const story = given(parcel({ terms: 'DDP' }), ...asked);
    expect(story.at(101).findings).toMatchObject([
      { code: 'ddp_breach', since: hour(100), blame: { party: 'carrier', leg: 'import_customs' } },
    ]);
    expect(story.at(180).wrong).toEqual(['ddp_breach(import_customs)']);
  });
});
