import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFaults, type Faults } from '../faults.ts';
import { routes } from '../geography/routes.ts';
import { day } from '../wire/instants.ts';
import { makeWorld, type World } from './world.ts';

const planting = (spec?: string): Faults => {
  const faults = readFaults(spec);
  if (typeof faults === 'string') throw new Error(faults);
  return faults;
};
const worldOf = (parcels: number, spec?: string, seed = 1): World =>
  makeWorld({ seed, parcels, days: 60, units: false, ...planting(spec) });
const textOf = (world: World): string =>
  JSON.stringify(
    world.parcels.map(({ numbers, happenings, stays, order }) => [
      numbers.map((number) => number.number),
      happenings,
      stays,
      order.placedAt,
      order.promisedAt,
    ]),
  );

describe('a world', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(textOf(worldOf(300))).toBe(textOf(worldOf(300)));
    expect(textOf(worldOf(300, undefined, 2))).not.toBe(textOf(worldOf(300)));
  });

  it('has as many parcels as asked for, beside replacements, each with a number of its own', () => {
    const { parcels } = worldOf(1_000);
    expect(parcels.filter((parcel) => parcel.purpose === 'outbound')).toHaveLength(1_000);
    expect(new Set(parcels.map((parcel) => parcel.numbers[0]?.number)).size).toBe(parcels.length);
    expect(parcels.every((parcel, index) => parcel.index === index)).toBe(true);
  });

  it('has every parcel in its order', () => {
    const { orders, parcels } = worldOf(500, 'cancelled_in_flight=0.3');
    expect(parcels.every((parcel) => orders[parcel.order.index] === parcel.order)).toBe(true);
    expect(orders.flatMap((order) => order.parcels)).toEqual(parcels);
  });

  it('leaves the others as they were when a trouble is no longer planted', () => {
    const before = worldOf(500, 'none,stopped=0.1');
    const after = worldOf(500, 'none');
    const lives = (world: World) =>
      new Map(world.parcels.map((parcel) => [parcel.index, JSON.stringify(parcel.happenings)]));
    const [planted, without] = [lives(before), lives(after)];
    const untouched = before.parcels.filter((parcel) => parcel.fate === null);
    expect(untouched.length).toBeGreaterThan(400);
    expect(untouched.filter(({ index }) => planted.get(index) !== without.get(index))).toEqual([]);
  });

  it('routes have shares that add up to all parcels', () =>
    expect(routes.reduce((sum, route) => sum + route.share, 0)).toBeCloseTo(1, 9));
});

describe('what is planted', () => {
  let world: World;
  beforeAll(() => {
    world = worldOf(20_000, 'none,stopped=0.05,duty_unpaid=0.2');
  });
  const around = (count: number, of: number, share: number) =>
    expect(Math.abs(count - of * share)).toBeLessThan(4 * Math.sqrt(of * share * (1 - share)));

  it('is on the share of parcels that was asked for', () => {
    const drawn = world.orders.map((order) => order.parcels[0]);
    around(drawn.filter((parcel) => parcel?.fate === 'stopped').length, drawn.length, 0.05);
  });

  it('is only on those that it can happen to', () => {
    const dap = world.orders.filter((order) => order.route.terms === 'DAP');
    around(dap.filter((order) => order.parcels[0]?.fate === 'duty_unpaid').length, dap.length, 0.2);
    const ddp = world.parcels.filter((parcel) => parcel.order.route.terms === 'DDP');
    expect(ddp.filter((parcel) => parcel.fate === 'duty_unpaid')).toEqual([]);
  });

  it('takes a stopped stay beyond the healthy P99.9, and no stay of a parcel that nothing ails', () => {
    // Duty to be paid and a pick-up point prolong a stay, and nothing ails the parcel.
    const stays = world.parcels
      .filter(({ order }) => order.route.terms === 'DDP')
      .flatMap((parcel) => parcel.stays)
      .filter((stay) => stay.stopped || stay.stage !== 'last_mile');
    const beyond = stays.filter((stay) => stay.to !== null && stay.to > stay.p999At);
    expect(beyond.length).toBeGreaterThan(700);
    expect(beyond.every((stay) => stay.stopped)).toBe(true);
    expect(stays.filter((stay) => stay.stopped).every((stay) => (stay.to ?? 0) - stay.p999At >= day)).toBe(
      true,
    );
  });

  it('leaves 5% of the healthy stays between their P95 and P99.9', () => {
    const healthy = world.parcels.filter(({ fate }) => fate === null).flatMap((parcel) => parcel.stays);
    const long = healthy.filter((stay) => stay.to !== null && stay.to > stay.p95At);
    expect(long.length / healthy.length).toBeGreaterThan(0.04);
    expect(long.length / healthy.length).toBeLessThan(0.06);
  });
});

describe('the life of a parcel that nothing ails', () => {
  const { parcels } = worldOf(500, 'none');

  it('is told in the order of time and ends at the door, once', () => {
    for (const { happenings, order, deliveredAt } of parcels) {
      expect(happenings.map((one) => one.at)).toEqual(
        happenings.map((one) => one.at).toSorted((a, b) => a - b),
      );
      const deliveries = happenings.filter((one) => one.milestone === 'delivered');
      expect(deliveries.map((one) => [one.at, one.country])).toEqual([
        [deliveredAt, order.route.destination],
      ]);
      expect(happenings.at(-1)?.milestone).toBe('delivered');
    }
  });

  it('has one stay after the other', () => {
    for (const { stays } of parcels)
      for (const [index, stay] of stays.entries())
        expect(stay.from).toBeGreaterThanOrEqual(stays[index - 1]?.to ?? 0);
  });

  it('clears customs beside its flight where it can', () => {
    const beside = parcels.filter(({ happenings }) => {
      const at = (milestone: string) => happenings.find((one) => one.milestone === milestone)?.at ?? 0;
      return at('import_customs_released') < at('arrived_in_destination_country');
    });
    expect(beside.length).toBeGreaterThan(50);
    expect(beside.every(({ stays }) => stays.every((stay) => stay.stage !== 'import_customs'))).toBe(true);
  });
});

describe('troubles', () => {
  const only = (trouble: string) => {
    const meant = worldOf(120, `none,${trouble}=1`).parcels.filter((parcel) => parcel.purpose === 'outbound');
    expect(meant.every((parcel) => parcel.fate === trouble)).toBe(true);
    return meant;
  };
  const milestones = (trouble: string): Set<string>[] =>
    only(trouble).map((parcel) => new Set(parcel.happenings.map((one) => one.milestone)));

  it.each([
    ['pickup_failed', 'pickup_failed'],
    ['warehouse_rejected', 'warehouse_rejected'],
    ['security_rejected', 'security_rejected'],
    ['export_held', 'export_customs_held'],
    ['export_rejected', 'export_customs_rejected'],
    ['import_held', 'import_customs_held'],
    ['import_rejected', 'import_customs_rejected'],
    ['address_problem', 'address_problem'],
    ['failed_attempts', 'delivery_attempted'],
    ['refused', 'refused'],
    ['damaged', 'damaged'],
    ['destroyed', 'destroyed'],
    ['lost_told', 'lost'],
  ])('%s happens as %s', (trouble, milestone) =>
    expect(milestones(trouble).every((had) => had.has(milestone))).toBe(true),
  );

  it('a lost parcel is never seen again, and admitted only where that is planted', () => {
    for (const { lostAt, deliveredAt, happenings } of only('lost_untold')) {
      expect(deliveredAt).toBeNull();
      expect(happenings.filter((one) => one.at > (lostAt ?? 0))).toEqual([]);
    }
  });

  it('half of what comes back is told as delivered, at the sender', () => {
    const ends = only('refused').map((parcel) => parcel.happenings.at(-1));
    expect(new Set(ends.map((end) => end?.milestone))).toEqual(new Set(['delivered', 'returned']));
    expect(ends.every((end) => end?.country === 'CN')).toBe(true);
  });

  it('a lost parcel may be replaced in its order', () => {
    const replacements = worldOf(120, 'none,lost_told=1').parcels.filter(
      (one) => one.purpose === 'replacement',
    );
    expect(replacements.length).toBeGreaterThan(20);
    for (const { replaces, order, registeredAt } of replacements) {
      expect(replaces && order.parcels.includes(replaces)).toBe(true);
      expect(registeredAt).toBeGreaterThan(replaces?.happenings.at(-1)?.at ?? Infinity);
    }
  });
});

describe('incidents', () => {
  const { incidents, begins, ends, parcels } = worldOf(4_000, 'none,outages=6,slowdowns=4,failures=2');

  it('are as many as asked for in 120 days, and none overlaps another', () => {
    expect(incidents.map((one) => one.kind).sort()).toEqual([
      ...['customs_slowdown', 'feed_silence', 'feed_silence', 'feed_silence'],
      ...['lane_slowdown', 'provider_failure'],
    ]);
    for (const [index, { from, to }] of incidents.entries()) {
      expect(from).toBeGreaterThanOrEqual(incidents[index - 1]?.to ?? begins);
      expect(to).toBeGreaterThan(from);
      expect(to).toBeLessThanOrEqual(ends);
    }
  });

  it('begin on working days', () => {
    const faults = planting('none,outages=9');
    const long = makeWorld({ seed: 1, parcels: 1, days: 120, units: false, ...faults });
    expect(new Set(long.incidents.map((one) => new Date(one.from).getUTCDay()))).toEqual(new Set([1, 2, 3]));
  });

  it('hold back the stays in their scope, and no others', () => {
    for (const { order, stays } of parcels)
      for (const { slowedBy, stage } of stays)
        if (slowedBy !== null) expect(incidents[slowedBy]?.slows(order.route, stage)).toBe(true);
    const slowed = parcels.filter(({ stays }) => stays.some((stay) => stay.slowedBy !== null));
    expect(slowed.length).toBeGreaterThan(50);
  });
});
