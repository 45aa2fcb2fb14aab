import { describe, expect, it } from '@jest/globals';
import { domesticParcel, given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { legStalled, stallThresholdHours } from './leg-stalled.rule.ts';

const flying = [scan('picked_up', 1), scan('handed_to_linehaul', 40)];

describe('leg_stalled', () => {
  it.each([
    ['collection', null, 72],
    ['export_customs', null, 57.6],
    ['import_customs', null, 86.4],
    ['awaiting_uplift', null, 72],
    ['trunk_line', 'express', 86.4],
    ['trunk_line', 'ocean', 1296],
    ['last_mile', null, 144],
  ] as const)('%s by %s stalls after 1.2 x its prior P95: %d hours', (stage, mode, hours) => {
    expect(stallThresholdHours(stage, mode)).toBe(hours);
  });

  it('opens for the leg that the parcel is in, at its due time', () => {
    const story = given(parcel(), ...flying);
    const due = 40 + 201.6;
    expect(story.at(due - 0.01).wrong).toEqual([]);
    expect(story.at(due - 0.01).nextDueHour).toBeCloseTo(due, 6);
    expect(story.at(due).wrong).toEqual(['leg_stalled(trunk_line)']);
    expect(story.at(due).findings[0]).toMatchObject({
      since: hour(due),
      blame: { party: 'carrier', leg: 'trunk_line' },
      evidence: { eventIds: ['handed_to_linehaul@40'], threshold: { hours: 201.6 } },
    });
  });

  it('opens for a wait, and the next company answers for it', () => {
    const [finding] = given(parcel(), scan('departed_warehouse', 30)).at(110).findings;
    expect(finding).toMatchObject({ leg: 'awaiting_uplift', blame: { party: 'carrier', leg: 'trunk_line' } });
  });

  it('opens for the customs that a parcel waits for, and customs answers for it', () => {
    const scans = [
      ...flying,
      scan('arrived_in_destination_country', 100),
      scan('import_customs_started', 104),
    ];
    expect(given(parcel(), ...scans).at(300).findings[0]).toMatchObject({
      leg: 'import_customs',
      blame: { party: 'customs', reason: 'customs' },
    });
  });

  it('follows the chain of a domestic lane', () => {
    const { findings } = given(domesticParcel(), scan('departed_warehouse', 30)).at(200);
    expect(findings[0]).toMatchObject({ leg: 'awaiting_injection' });
  });

  it('clears when the parcel moves on', () => {
    const { wrong, view } = given(parcel(), ...flying, scan('arrived_in_destination_country', 300)).at(301);
    expect(wrong).toEqual([]);
    expect(legStalled.becauseCleared(view, 'trunk_line')).toBe('the parcel moved on to awaiting_injection');
  });

  it('clears with the delivery', () => {
    const { wrong, view } = given(parcel(), ...flying, scan('delivered', 300)).at(2000);
    expect(wrong).toEqual([]);
    expect(legStalled.becauseCleared(view, 'trunk_line')).toBe('the parcel was delivered');
  });

  it('clears when a late scan shows that the leg began later', () => {
    const { view } = given(parcel(), scan('handed_to_linehaul', 240)).at(250);
    expect(legStalled.becauseCleared(view, 'trunk_line')).toBe(
      'the parcel has not been in trunk_line for that long',
    );
  });

  it('clears when the parcel is sent back', () => {
    const { wrong, view } = given(parcel(), ...flying, scan('returning', 300)).at(2000);
    expect(wrong).toEqual(['returning', 'suspected_lost']);
    expect(legStalled.becauseCleared(view, 'trunk_line')).toBe('the parcel is returning');
  });

  it('does not count the time at a pick-up point, where the consignee is awaited', () => {
    const scans = [...flying, scan('available_for_pickup', 120)];
    const { wrong, view } = given(parcel(), ...scans).at(2000);
    expect(wrong).toEqual(['uncollected(last_mile)']);
    expect(legStalled.becauseCleared(view, 'last_mile')).toBe('the parcel awaits its consignee');
  });
});
