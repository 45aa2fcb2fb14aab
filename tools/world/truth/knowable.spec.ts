import { describe, expect, it } from '@jest/globals';
import { defaultIncidents, type IncidentPlan } from '../life/incidents.ts';
import { makeWorld, type World } from '../life/world.ts';
import { readFaults } from '../faults.ts';
import { knowableAfter } from './knowable.ts';

const none: IncidentPlan = { outages: 0, slowdowns: 0, failures: 0, stops: 0 };
const faults = readFaults('none');
const shares = typeof faults === 'string' ? undefined : faults.shares;
if (!shares) throw new Error('no faults can be planted');

const worldOf = (parcels: number, incidents: Partial<IncidentPlan>): World =>
  makeWorld({ seed: 3, parcels, days: 40, shares, incidents: { ...none, ...incidents }, units: false });
const hoursIn = (world: World): (number | null)[] =>
  world.incidents.map((incident) => knowableAfter(world, incident));

describe('when an incident can be known', () => {
  it('an outage, with the first few words that do not come', () => {
    const [hours] = hoursIn(worldOf(6_000, { outages: 1 }));
    expect(hours).toBeGreaterThanOrEqual(1);
    expect(hours).toBeLessThan(8);
  });

  it('a slowdown, once so few have left that chance does not explain it: the later, the fewer there are', () => {
    const [many] = hoursIn(worldOf(12_000, { slowdowns: 1 }));
    const [few] = hoursIn(worldOf(4_000, { slowdowns: 1 }));
    expect(many).toBeGreaterThan(1);
    expect(few ?? Infinity).toBeGreaterThan(many ?? Infinity);
  });

  it('never, where hardly any parcel meets it', () =>
    expect(hoursIn(worldOf(60, { slowdowns: 1 }))).toEqual([null]));

  it('of one among others by what it alone holds back', () => {
    const world = worldOf(6_000, { ...defaultIncidents, stops: 0 });
    expect(hoursIn(world).filter((hours) => hours !== null).length).toBeGreaterThanOrEqual(2);
  });
});
