import { describe, expect, it } from '@jest/globals';
import { chain, chainOrder, legOf, milestones, ownerOf, priorDwell, type Chain } from './chain.ts';
import { checkChain } from './check-chain.ts';
import { transportModes, type LegDefinition, type Transition } from './legs/leg.ts';

/** The chain with one leg changed. */
const withLeg = (index: number, change: (leg: LegDefinition) => Partial<LegDefinition>): Chain => ({
  ...chain,
  legs: chain.legs.map((leg, i) => (i === index ? { ...leg, ...change(leg) } : leg)),
});

const withRow = (row: Transition): Chain => withLeg(0, (leg) => ({ transitions: [...leg.transitions, row] }));

describe('the chain', () => {
  it('holds together', () => {
    expect(checkChain()).toEqual([]);
  });

  it('knows 43 milestones, each once', () => {
    expect(new Set(milestones).size).toBe(43);
    expect(milestones).toHaveLength(43);
  });

  it('gives a milestone its leg, and one of any leg the leg that its sender named', () => {
    expect(legOf('weighed')).toBe('warehousing');
    expect(legOf('duty_paid', 'last_mile')).toBe('import_customs');
    expect(legOf('in_transit')).toBeNull();
    expect(legOf('in_transit', 'trunk_line')).toBe('trunk_line');
  });

  it('puts simultaneous milestones in chain order: vague scans first, delivery last', () => {
    const together = [
      chainOrder('in_transit', null),
      chainOrder('label_created', null),
      chainOrder('picked_up', null),
      chainOrder('arrived_at_facility', 'trunk_line'),
      chainOrder('handed_to_linehaul', null),
      chainOrder('import_customs_held', null),
      chainOrder('import_customs_released', null),
      chainOrder('out_for_delivery', null),
      chainOrder('returning', null),
      chainOrder('returned', null),
      chainOrder('delivered', null),
    ];
    expect(together).toEqual([...new Set(together)].sort((a, b) => a - b));
  });

  it('has the trunk prior by mode, and that of economy air while the mode is unknown', () => {
    expect(transportModes.map((mode) => priorDwell('trunk_line', mode).p95Hours)).toEqual([
      72, 168, 600, 720, 1080,
    ]);
    expect(priorDwell('trunk_line', null)).toEqual(priorDwell('trunk_line', 'economy_air'));
  });

  it('lets the next company answer for a wait', () => {
    expect(ownerOf('awaiting_uplift')).toBe('trunk_line');
    expect(ownerOf('awaiting_injection')).toBe('last_mile');
    expect(ownerOf('import_customs')).toBe('import_customs');
  });
});

describe('checkChain', () => {
  it.each<[string, Chain, string]>([
    ['legs out of order', { ...chain, legs: [...chain.legs].reverse() }, 'legs stand in the order last_mile'],
    ['a missing wait', { ...chain, waits: chain.waits.slice(1) }, 'wait awaiting_uplift is not defined'],
    [
      'an unknown milestone in a row',
      withRow({ machine: 'journey', on: ['beamed_up'], from: ['not_started'], to: 'collection' }),
      'transition on unknown milestone beamed_up',
    ],
    [
      'an unknown state in a row',
      withRow({ machine: 'journey', on: ['weighed'], from: ['not_started'], to: 'orbit' as 'collection' }),
      'journey names unknown state orbit',
    ],
    [
      'an unknown machine',
      withRow({ machine: 'weather' as 'duty', on: ['weighed'], from: ['none'], to: 'paid' }),
      'transition of unknown machine weather',
    ],
    [
      'two rows for one case',
      withRow({ machine: 'journey', on: ['picked_up'], from: ['not_started'], to: 'warehousing' }),
      'journey has two transitions on picked_up from not_started (cross_border)',
    ],
    [
      'a state that nothing leads to',
      withLeg(1, () => ({ transitions: [], stateless: ['arrived_at_warehouse'] })),
      'journey never reaches warehousing',
    ],
    [
      'a trouble that ends with nothing known',
      withLeg(0, () => ({ troubles: [{ told: 'pickup_failed', until: ['beamed_up'] }] })),
      'trouble with unknown milestone beamed_up',
    ],
    [
      'a trouble that nothing holds',
      withLeg(0, () => ({ troubles: [] })),
      'trouble pickup_failed is held by nothing',
    ],
    [
      'a leg that nothing leads to',
      withLeg(0, () => ({ handsOverTo: [] })),
      'no hand-over leads to warehousing',
    ],
    [
      'a hand-over to nowhere',
      withLeg(0, () => ({ handsOverTo: ['moon' as 'warehousing', 'warehousing'] })),
      'collection hands over to unknown moon',
    ],
    [
      'a forgotten milestone',
      withLeg(0, () => ({ stateless: ['pickup_failed'] })),
      'milestone label_created has no transition',
    ],
    [
      'a milestone of two legs',
      withLeg(1, (leg) => ({
        milestones: [...leg.milestones, { name: 'picked_up', kind: 'progress', physical: true }],
      })),
      'milestone picked_up is defined twice',
    ],
    [
      'a leg that ends with nothing known',
      withLeg(6, () => ({ ends: 'eaten' })),
      'leg last_mile begins or ends with unknown milestone eaten',
    ],
    [
      'a prior whose quantiles are swapped',
      withLeg(1, () => ({ priorDwell: { p50Hours: 60, p95Hours: 14 } })),
      'leg warehousing has a prior dwell whose P95 is not above its P50',
    ],
  ])('finds %s', (_fault, planted, sentence) => {
    expect(checkChain(planted).join('\n')).toContain(sentence);
  });
});
