import { describe, expect, it } from '@jest/globals';
import { milestones, type Milestone } from '../chain.ts';
import { cbvOf, cbvWord, milestoneOfCbv } from './cbv.ts';

/** What a milestone becomes when only the CBV's words of it are left. */
const byWordsAlone = (milestone: Milestone): Milestone | null => {
  const { bizStep, disposition } = cbvOf(milestone);
  return milestoneOfCbv(bizStep, disposition).milestone;
};

describe("a milestone in the CBV's words", () => {
  it.each<Milestone>([
    'label_created',
    'picked_up',
    'arrived_at_warehouse',
    'sorted',
    'in_transit',
    'departed_facility',
    'arrived_at_facility',
    'delivered',
    'delayed',
    'damaged',
    'destroyed',
    'returning',
    'returned',
    'cancelled',
  ])('%s comes back by them alone', (milestone) => expect(byWordsAlone(milestone)).toBe(milestone));

  it('never becomes another end of the journey', () => {
    const ends = new Set<Milestone | null>(['delivered', 'returned', 'destroyed', 'lost', 'cancelled']);
    for (const milestone of milestones) {
      const read = byWordsAlone(milestone);
      if (read !== milestone) expect([milestone, ends.has(read)]).toEqual([milestone, false]);
    }
  });

  it('has a step that is known', () => {
    for (const milestone of milestones)
      expect(milestoneOfCbv(cbvOf(milestone).bizStep, null).known).toBe(true);
  });

  it('keeps to narrow steps: receiving and its kin exclude them', () => {
    const steps = milestones.map((milestone) => cbvOf(milestone).bizStep);
    expect(steps).not.toContain('shipping');
    expect(steps).not.toContain('consigning');
  });
});

describe("strangers' words", () => {
  it.each<[string | null, string | null, Milestone | null]>([
    ['receiving', null, 'arrived_at_facility'],
    ['receiving', 'sellable_not_accessible', 'arrived_at_facility'],
    ['receiving', 'retail_sold', 'delivered'],
    ['accepting', 'dispensed', 'delivered'],
    ['storing', 'dispensed', 'arrived_at_warehouse'],
    ['shipping', 'in_transit', 'departed_facility'],
    ['shipping', 'returned', 'returning'],
    ['receiving', 'returned', 'returned'],
    ['inspecting', 'conformant', 'in_transit'],
    ['inspecting', 'non_conformant', 'delayed'],
    ['holding', 'recalled', 'delayed'],
    ['stock_taking', 'stolen', 'lost'],
    ['stock_taking', null, null],
    ['sensor_reporting', 'in_transit', null],
    [null, 'in_transit', 'in_transit'],
    [null, 'damaged', 'damaged'],
    [null, null, 'in_transit'],
  ])('%s, %s mean %s', (bizStep, disposition, milestone) =>
    expect(milestoneOfCbv(bizStep, disposition)).toEqual({ milestone, known: true }),
  );

  it.each([
    'urn:epcglobal:cbv:bizstep:departing',
    'https://ref.gs1.org/cbv/BizStep-departing',
    'https://ns.gs1.org/cbv/BizStep-departing',
    'cbv:BizStep-departing',
    'departing',
  ])('%s is departing', (value) => expect(cbvWord(value)).toBe('departing'));

  it.each(['https://acme.example/steps/teleporting', 'constructor', '__proto__', ''])(
    '"%s" is nobody\'s step',
    (bizStep) =>
      expect(milestoneOfCbv(bizStep, null)).toEqual({ milestone: 'in_transit', known: bizStep === '' }),
  );
});
