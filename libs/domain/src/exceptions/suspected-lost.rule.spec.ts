import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { ruleOf } from './rules.ts';

describe('suspected_lost', () => {
  it('opens after ten days of silence where the leg is short', () => {
    const story = given(parcel(), scan('arrived_at_warehouse', 10));
    expect(story.at(249.9).wrong).toEqual(['leg_stalled(warehousing)']);
    expect(story.at(250).findings.at(-1)).toMatchObject({
      code: 'suspected_lost',
      leg: 'warehousing',
      since: hour(250),
      evidence: { eventIds: ['arrived_at_warehouse@10'], threshold: { hours: 240 } },
    });
  });

  it('waits for P99 of the leg where that is longer: a ship is silent for weeks', () => {
    const { findings } = given(parcel({ mode: 'ocean' }), scan('handed_to_linehaul', 10)).at(3000);
    expect(findings.find(({ code }) => code === 'suspected_lost')?.evidence.threshold).toEqual({
      hours: 1450,
    });
  });

  it('ends with any scan, even a vague one', () => {
    const scans = [scan('handed_to_linehaul', 40), scan('in_transit', 500)];
    const { wrong, view } = given(parcel(), ...scans).at(501);
    expect(wrong).not.toContain('suspected_lost(trunk_line)');
    expect(ruleOf('suspected_lost')?.becauseCleared(view, 'trunk_line', hour(0))).toBe(
      'the parcel was scanned again',
    );
  });

  it.each(['delivered', 'lost', 'available_for_pickup'] as const)(
    'does not concern a parcel that is %s',
    (milestone) => {
      const { wrong } = given(parcel(), scan('handed_to_linehaul', 40), scan(milestone, 100)).at(3000);
      expect(wrong.filter((code) => code.startsWith('suspected_lost'))).toEqual([]);
    },
  );

  it('does not concern one that nobody has ever held', () => {
    expect(given(parcel(), scan('label_created', 1)).at(3000).wrong).toEqual(['not_online(collection)']);
  });
});
