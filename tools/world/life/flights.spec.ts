import { describe, expect, it } from '@jest/globals';
import { readFaults } from '../faults.ts';
import { tellingsOf } from '../feed/tell.ts';
import { day, hour } from '../wire/instants.ts';
import { makeWorld, type World } from './world.ts';

const worldOf = (parcels: number, spec: string): World => {
  const faults = readFaults(spec);
  if (typeof faults === 'string') throw new Error(faults);
  return makeWorld({ seed: 2, parcels, days: 40, units: true, ...faults });
};

describe('what travels as one', () => {
  const { parcels, plan, incidents } = worldOf(800, 'none');
  const byFlight = Map.groupBy(parcels, (parcel) => parcel.boarded?.flight.externalId);

  it('departs and arrives at the same instants, with all that was handed over since the one before', () => {
    for (const members of byFlight.values()) {
      const arrivals = members.map((parcel) => parcel.stays.find((stay) => stay.stage === 'trunk_line')?.to);
      expect(new Set(arrivals).size).toBe(1);
      for (const { boarded, happenings, order } of members) {
        const handedOver = happenings.find((one) => one.milestone === 'handed_to_linehaul')?.at ?? 0;
        const waited = (boarded?.flight.departs ?? 0) - handedOver;
        expect(waited).toBeGreaterThan(0);
        if (order.route.mode === 'economy_air') expect(waited).toBeLessThanOrEqual(day);
      }
    }
    expect([...byFlight.values()].some((members) => members.length > 3)).toBe(true);
  });

  it('is heard of by all members at once, but by those that were put into it late', () => {
    const late: number[] = [];
    for (const members of byFlight.values()) {
      const heard = members.map((parcel) => {
        const departure = tellingsOf(parcel, plan.seed, incidents).find(
          (telling) => telling.milestone === 'departed_origin_country',
        );
        return { own: departure?.sentAt ?? 0, ofUnit: departure?.unit?.sentAt ?? 0 };
      });
      expect(new Set(heard.map(({ ofUnit }) => ofUnit)).size).toBe(1);
      late.push(...heard.map(({ own, ofUnit }) => own - ofUnit).filter((by) => by !== 0));
    }
    expect(late.every((by) => by > 0)).toBe(true);
    expect(late.length).toBeGreaterThan(5);
    expect(late.length).toBeLessThan(0.1 * parcels.length);
  });
});

describe('a unit that stops', () => {
  const { parcels, incidents } = worldOf(3_000, 'none,stops=3');
  const [stop] = incidents;

  it('holds back its members and nobody else', () => {
    expect(incidents.map((one) => one.kind)).toEqual(['unit_stopped']);
    const unit = stop?.scope.unitIds[0];
    const stopped = parcels.filter((parcel) => parcel.stays.some((stay) => stay.slowedBy === 0));
    expect(stopped.length).toBeGreaterThan(3);
    expect(stopped).toEqual(parcels.filter((parcel) => parcel.boarded?.flight.externalId === unit));
  });

  it('arrives later by as long as it stood', () => {
    const member = parcels.find((parcel) => parcel.boarded?.flight.stoppedBy === 0);
    const flight = member?.boarded?.flight;
    const stood = (stop?.to ?? 0) - (stop?.from ?? 0);
    expect(stood).toBeGreaterThan(24 * hour);
    expect((flight?.arrives ?? 0) - (flight?.departs ?? 0)).toBeGreaterThan(stood);
  });
});
