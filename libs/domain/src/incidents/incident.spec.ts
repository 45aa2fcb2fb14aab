import { describe, expect, it } from '@jest/globals';
import { given, hour, parcel, scan } from '../parcel/story.spec-kit.ts';
import { everywhere, explains, incidentName, type Incident } from './incident.ts';

const unit = { unitId: 'u-1', flightOrVoyage: 'LX188' };
const stopped: Incident = {
  kind: 'unit_stopped',
  scope: { ...everywhere, ...unit, stage: 'trunk_line', originCountry: 'CN', destinationCountry: 'DE' },
};

/** Whether it explains that a parcel with these scans is stalled on the trunk line. */
const isExplained = (...scans: Parameters<typeof given>[1][]): boolean => {
  const { findings, view } = given(parcel(), ...scans).at(900);
  const [stall] = findings.filter(({ code }) => code === 'leg_stalled');
  if (stall === undefined) throw new Error('nothing has stalled');
  return explains(stopped, stall, view, [], hour(900));
};

describe('a unit that has stopped', () => {
  it('explains the stalls of the parcels in it, and of no others on the lane', () => {
    expect(isExplained(scan('departed_origin_country', 8, { unit }))).toBe(true);
    expect(isExplained(scan('departed_origin_country', 8))).toBe(false);
    const other = { unitId: 'u-2', flightOrVoyage: 'LX188' };
    expect(isExplained(scan('departed_origin_country', 8, { unit: other }))).toBe(false);
  });

  it('explains nothing more once the parcel has gone on', () =>
    expect(
      isExplained(scan('departed_origin_country', 8, { unit }), scan('arrived_at_delivery_depot', 90)),
    ).toBe(false));

  it('is told from others of its lane by its unit', () => {
    const another = { ...stopped, scope: { ...stopped.scope, unitId: 'u-2' } };
    expect(incidentName(another)).not.toBe(incidentName(stopped));
  });
});
