import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOUR_MS } from '../calendar/instant.ts';
import { everyDay, type WorkingCalendar } from '../calendar/working-calendar.ts';
import { priorDwell } from '../chain.ts';
import { DwellDistribution, priorDistribution } from '../dwell/dwell-distribution.ts';
import { priorKnowledge, type Knowledge } from '../knowledge.ts';
import type { TimedStage } from '../legs/leg.ts';
import { foldParcel } from '../parcel/fold.ts';
import type { ParcelEvent } from '../parcel/parcel-event.ts';
import type { ParcelFacts } from '../parcel/parcel-facts.ts';
import { anyParcel, anyScans } from '../parcel/scans.spec-kit.ts';
import { domesticParcel, given, hour, parcel, scan, type Situation } from '../parcel/story.spec-kit.ts';
import {
  estimateDelivery,
  hasMedianMoved,
  isHardlyLateBy,
  likelyLateFrom,
  type Estimate,
} from './estimate-delivery.ts';
import { hoursAt, lognormalOf } from './lognormal.ts';
import { remainingRoad } from './remaining-road.ts';

const journey = [
  scan('picked_up', 5),
  scan('arrived_at_warehouse', 20),
  scan('departed_warehouse', 40),
  scan('export_customs_released', 45),
  scan('handed_to_linehaul', 60),
  scan('arrived_in_destination_country', 120),
  scan('import_customs_released', 130),
  scan('arrived_at_delivery_depot', 140),
];

/** Standard normal draws (Box and Muller) from a fixed seed (the generator of Lehmer, Park and Miller). */
function normalDraws(): () => number {
  let seed = 20_260_302;
  const uniform = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

const days = (estimate: Estimate | null, from: number) =>
  estimate === null ? null : (estimate.p50 - hour(from)) / HOUR_MS / 24;

describe('the estimate of a delivery', () => {
  it('is about nine days from China to Germany by economy air, when nothing has happened yet', () => {
    expect(days(given(parcel()).at(0).estimate, 0)).toBeGreaterThan(7.5);
    expect(days(given(parcel()).at(0).estimate, 0)).toBeLessThan(12);
  });

  it('is weeks by ocean, and days within a country', () => {
    expect(days(given(parcel({ mode: 'ocean' })).at(0).estimate, 0)).toBeGreaterThan(25);
    expect(days(given(domesticParcel()).at(0).estimate, 0)).toBeLessThan(6);
  });

  it('is later by a route through a transit hub, until the parcel has left it', () => {
    const direct = given(parcel(), ...journey.slice(0, 5)).at(61).estimate;
    const byHub = parcel({ transitCountries: ['BE'] });
    const before = given(byHub, ...journey.slice(0, 5)).at(61).estimate;
    expect(before?.p50).toBeGreaterThan(direct?.p50 ?? Infinity);
    const hub = [scan('arrived_at_transit_hub', 70), scan('departed_transit_hub', 75)];
    const after = given(byHub, ...journey.slice(0, 5), ...hub).at(76).estimate;
    const vague = [scan('in_transit', 70), scan('in_transit', 75)];
    expect(after).toEqual(given(parcel(), ...journey.slice(0, 5), ...vague).at(76).estimate);
  });

  it('gets sooner when customs releases before the landing', () => {
    const flying = journey.slice(0, 5);
    const open = given(parcel(), ...flying).at(70).estimate;
    const cleared = given(parcel(), ...flying, scan('import_customs_released', 66)).at(70).estimate;
    expect(cleared?.p50).toBeLessThan(open?.p50 ?? -Infinity);
  });

  it('counts the wait for the last mile from the release, however long customs took', () => {
    const flying = journey.slice(0, 5);
    const landed = 'arrived_in_destination_country';
    const held = [...flying, scan(landed, 100), scan('import_customs_released', 300)];
    const swift = [...flying, scan('import_customs_released', 90), scan(landed, 300)];
    expect(given(parcel(), ...held).at(310).estimate).toEqual(given(parcel(), ...swift).at(310).estimate);
  });

  it('is of parcels at the depot: half arrive within the prior P50 of the last mile', () => {
    const estimate = given(parcel(), ...journey).at(140).estimate;
    expect((estimate?.p50 ?? 0) - hour(140)).toBeGreaterThanOrEqual(38 * HOUR_MS);
    expect((estimate?.p50 ?? 0) - hour(140)).toBeLessThanOrEqual(42 * HOUR_MS);
  });

  it('is no later by the steps in which stages are added up', () => {
    const dwell = priorKnowledge.dwellOf('last_mile', parcel());
    const late = Array.from({ length: 40 }, (_, nth) => {
      const spent = 10 + 0.7 * nth;
      const since = 140 + nth;
      const scans = [...journey.slice(0, 7), scan('arrived_at_delivery_depot', since)];
      const { view } = given(parcel({ mode: 'ocean' }), ...scans).at(since + spent);
      const p50 = estimateDelivery(view, hour(since + spent))?.p50 ?? NaN;
      return (p50 - hour(since)) / HOUR_MS - dwell.conditionalQuantile(0.5, spent);
    });
    // In steps of 6 h.
    expect(Math.abs(late.reduce((sum, hours) => sum + hours, 0) / late.length)).toBeLessThan(1);
  });

  it('is of parcels out for delivery as long as the round takes, not as the last mile does', () => {
    const round = [...journey, scan('out_for_delivery', 200)];
    expect(given(parcel(), ...round).at(200).estimate?.p50).toBe(hour(206));
    expect(given(parcel(), ...round).at(200).estimate?.p10).toBe(hour(201));
    const failed = [...round, scan('delivery_attempted', 204)];
    expect(given(parcel(), ...failed).at(204).estimate?.p50).toBeGreaterThan(hour(208));
    const kept = [...failed, scan('available_for_pickup', 210)];
    expect(given(parcel(), ...kept).at(210).estimate?.p50).toBe(hour(246));
  });

  it('tells how likely the promise is kept', () => {
    const pLate = (promised: number) =>
      given(parcel({ promisedAt: hour(promised) }), ...journey).at(141).estimate?.pLate;
    expect(pLate(130)).toBe(1);
    expect(pLate(145)).toBeGreaterThan(0.9);
    expect(pLate(180)).toBeGreaterThan(0.4);
    expect(pLate(180)).toBeLessThan(0.6);
    expect(pLate(1000)).toBeLessThan(0.01);
    expect(given(parcel(), ...journey).at(141).estimate?.pLate).toBeNull();
  });

  it('stays useful for a parcel that is long overdue', () => {
    const estimate = given(parcel(), ...journey).at(20_000).estimate;
    expect(estimate?.p50).toBeGreaterThan(hour(20_000));
    expect(estimate?.p90).toBeLessThan(hour(20_000 + 24 * 60));
  });

  it.each([
    'delivered',
    'returning',
    'returned',
    'refused',
    'lost',
    'destroyed',
    'import_customs_rejected',
  ] as const)('is none for a parcel that is %s', (milestone) => {
    expect(given(parcel(), ...journey, scan(milestone, 150)).at(151).estimate).toBeNull();
  });

  it('is none for a parcel cancelled before it moved', () => {
    expect(given(parcel({ cancelledAt: hour(3) })).at(4).estimate).toBeNull();
  });

  it('lies in the future, its quantiles in order, its probability within 0..1', () => {
    fc.assert(
      fc.property(anyScans, anyParcel, fc.integer({ min: 1440, max: 4000 }), (scans, facts, nowHour) => {
        const view = { parcelId: 'p-1', facts, state: foldParcel(scans, facts), knowledge: priorKnowledge };
        const estimate = estimateDelivery(view, hour(nowHour));
        fc.pre(estimate !== null);
        expect(estimate.p10).toBeGreaterThan(hour(nowHour));
        expect(estimate.p50).toBeGreaterThanOrEqual(estimate.p10);
        expect(estimate.p90).toBeGreaterThanOrEqual(estimate.p50);
        if (facts.promisedAt !== null) {
          expect(estimate.pLate).toBeGreaterThanOrEqual(0);
          expect(estimate.pLate).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has moved when its median lies further from where it was', () => {
    const anyHour = fc.integer({ min: 1440, max: 4000 });
    const anyMs = fc.integer({ min: -72 * HOUR_MS, max: 72 * HOUR_MS });
    fc.assert(
      fc.property(anyScans, anyParcel, anyHour, anyMs, (scans, facts, nowHour, off) => {
        const view = { parcelId: 'p-1', facts, state: foldParcel(scans, facts), knowledge: priorKnowledge };
        const now = hour(nowHour);
        const median = estimateDelivery(view, now)?.p50;
        const from = (median ?? now) + off;
        const day = 24 * HOUR_MS;
        // Where days off lie between, several instants are one step.
        fc.pre(Math.abs(Math.abs(off) - day) > 1_000);
        const expected = median !== undefined && Math.abs(median - from) > day;
        expect(hasMedianMoved(view, now, from, day)).toBe(expected);
      }),
    );
  });

  it('agrees with drawn journeys: 80% of them arrive between P10 and P90', () => {
    const stages = ['trunk_line', 'import_customs', 'awaiting_injection', 'last_mile'] as const;
    // Each place is faster or slower than the prior says.
    const dwells = stages.map((stage) => {
      const { mu, sigma } = lognormalOf(priorDwell(stage, 'economy_air'));
      return { mu, sigma: Math.hypot(sigma, 0.35) };
    });
    const normal = normalDraws();
    const arrivals = Array.from({ length: 20_000 }, () =>
      dwells.reduce((sum, dwell) => sum + hoursAt(dwell, normal()), 0),
    ).sort((a, b) => a - b);
    const estimate = given(parcel(), ...journey.slice(0, 5)).at(60).estimate;
    for (const [q, at] of [
      [0.1, estimate?.p10],
      [0.5, estimate?.p50],
      [0.9, estimate?.p90],
    ] as const) {
      const drawn = arrivals.filter((hours) => hour(60 + hours) <= (at ?? 0)).length / arrivals.length;
      expect(Math.abs(drawn - q)).toBeLessThan(0.02);
    }
  });

  it('agrees with itself: P(late) of a promise at P10 is 0.9, at P90 it is 0.1', () => {
    for (const known of journey.keys()) {
      const scans = journey.slice(0, known);
      const estimate = given(parcel(), ...scans).at(150).estimate;
      const late = (promisedAt: number | undefined) =>
        given(parcel({ promisedAt: promisedAt ?? null }), ...scans).at(150).estimate?.pLate;
      expect(Math.abs((late(estimate?.p10) ?? 0) - 0.9)).toBeLessThan(0.03);
      expect(Math.abs((late(estimate?.p90) ?? 0) - 0.1)).toBeLessThan(0.02);
    }
  });
});

describe('a parcel just entering a later leg is never predicted later than if it were still in the earlier one', () => {
  const laterThan = (a: Estimate | null, b: Estimate | null) =>
    a === null || b === null || a.p10 > b.p10 || a.p50 > b.p50 || a.p90 > b.p90;

  /** Of its road: a stop at a hub belongs to the stage around it. */
  const stageAt = (now: number, { view }: Situation) => remainingRoad(view, hour(now)).current;

  const hubs: ParcelEvent[] = [scan('arrived_at_transit_hub', 0), scan('departed_transit_hub', 0)];
  const customs: ParcelEvent[] = [scan('export_customs_started', 0), scan('import_customs_started', 0)];
  const roads: ParcelEvent[][] = [
    journey,
    [...journey.slice(0, 3), ...hubs, ...journey.slice(3)],
    [...journey.slice(0, 5), ...hubs, ...journey.slice(5)],
    [...journey.slice(0, 6), ...hubs, ...journey.slice(6)],
    [...journey.slice(0, 2), ...customs, ...journey.slice(2)],
    [...journey.slice(0, 6), ...customs, ...journey.slice(6)],
    journey.filter(({ milestone }) => !milestone.endsWith('released')),
  ];
  const routes: ParcelFacts[] = [
    parcel({ mode: 'express' }),
    parcel({ transitCountries: ['BE'] }),
    parcel({ mode: 'ocean' }),
    domesticParcel(),
    domesticParcel({ transitCountries: ['BR'] }),
  ];

  /** Of the parcels that are met in a stage the square of the share of all is left. */
  const present: Knowledge = {
    ...priorKnowledge,
    dwellOf: (stage, facts) => {
      const all = priorKnowledge.dwellOf(stage, facts);
      const quicker = new DwellDistribution(
        all.origin,
        all.curve.map((hazard) => 2 * hazard),
        all.stoppage,
      );
      return all.among(all, quicker);
    },
  };

  it.each([
    ['priors', priorKnowledge],
    ['others for the present stage', present],
  ])('whatever the road, the route, and the time spent in each leg: by %s', (_, knowledge) => {
    const estimateAt = (now: number, { view }: Situation) =>
      estimateDelivery({ ...view, knowledge }, hour(now));
    const pauses = fc.array(fc.double({ min: 0.01, max: 400, noNaN: true }), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.constantFrom(...roads), fc.constantFrom(...routes), pauses, (road, route, gaps) => {
        let now = 0;
        const scans: ParcelEvent[] = [];
        for (const [index, { milestone }] of road.entries()) {
          now += gaps[index] ?? 1;
          const still = given(route, ...scans).at(now);
          scans.push(scan(milestone, now));
          const moved = given(route, ...scans).at(now);
          // That it was scanned again where it was tells that it has not gone on.
          const wentOn = stageAt(now, moved) !== stageAt(now, still);
          const isLater = wentOn && laterThan(estimateAt(now, moved), estimateAt(now, still));
          expect({ milestone, isLater }).toEqual({ milestone, isLater: false });
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the estimate of a parcel whose courier has days off', () => {
  it('has the days on which other companies work meanwhile in it', () => {
    const weekdays = closed({ weekdays: [1, 2, 3, 4, 5] });
    const p10After = (now: number): number => {
      const story = given(parcel({ mode: 'express' }), scan('handed_to_linehaul', now));
      const { p10 } = estimateDelivery({ ...story.at(now).view, knowledge: weekdays }, hour(now)) ?? {};
      return ((p10 ?? NaN) - hour(now)) / HOUR_MS;
    };
    // The flight and customs go on over the weekend: the first parcels wait for Monday's courier.
    const saturday = friday + 12;
    expect(p10After(saturday)).toBeLessThanOrEqual(48 + 30);
    expect(p10After(monday)).toBeGreaterThan(30);
  });

  const closed = (calendar: Partial<WorkingCalendar>): Knowledge => ({
    ...priorKnowledge,
    calendarOf: (stage) => (stage === 'last_mile' ? { ...everyDay, ...calendar } : everyDay),
  });
  /** Of a parcel that customs have released, which waits for the last mile. */
  const waitingAt = (now: number, knowledge: Knowledge, promised: number | null = null) => {
    const facts = parcel({ promisedAt: promised === null ? null : hour(promised) });
    const story = given(facts, ...journey.slice(0, 6), scan('import_customs_released', now));
    return { ...story.at(now).view, knowledge };
  };
  const quantilesAt = (now: number, knowledge: Knowledge) => {
    const estimate = estimateDelivery(waitingAt(now, knowledge), hour(now));
    return [estimate?.p10, estimate?.p50, estimate?.p90].map((at) => ((at ?? NaN) - hour(now)) / HOUR_MS);
  };
  const [monday, friday] = [168, 168 + 4 * 24 + 12];

  it('has the weekend in it where the last mile would begin before and end after', () => {
    const weekdays = closed({ weekdays: [1, 2, 3, 4, 5] });
    expect(quantilesAt(monday, weekdays)[1]).toBe(60);
    expect(quantilesAt(monday, closed({}))[1]).toBe(60);
    // The wait for the last mile goes on over the weekend, the last mile does not.
    expect(quantilesAt(friday, weekdays)[1]).toBe(98);
  });

  it('has a holiday in it that nobody can be delivered on', () => {
    expect(quantilesAt(monday, closed({}))).toEqual([26, 60, 136]);
    // 2026-03-11 begins 48 h after that Monday; some of the slow ones are still waiting then, and lose less than a day.
    expect(quantilesAt(monday, closed({ closedDates: ['2026-03-11'] }))).toEqual([26, 84, 156]);
  });

  it('agrees with the instant from which silence makes it late', () => {
    const view = waitingAt(friday, closed({ weekdays: [1, 2, 3, 4, 5] }), friday + 120);
    const since = likelyLateFrom(view, 0.9) ?? NaN;
    expect(since).toBeGreaterThan(hour(friday + 24));
    for (const aside of [-4, 4]) {
      const untold = { ...view, state: { ...view.state, toldWithinMs: 0 } };
      const { pLate } = estimateDelivery(untold, since + aside * HOUR_MS) ?? {};
      expect((pLate ?? NaN) >= 0.9).toBe(aside > 0);
    }
  });
});

describe('since when a parcel that nobody picks up comes too late', () => {
  const calendars = [
    [1, 2, 3, 4, 5, 6, 7],
    [1, 2, 3, 4, 5, 6],
    [1, 2, 3, 4, 5],
    [2, 4],
  ].map((weekdays) => ({
    ...everyDay,
    weekdays,
  }));
  const cases = calendars.flatMap((calendar) =>
    [400, 450, 700].flatMap((promised) => [0.5, 0.97].map((p) => ({ calendar, promised, p }))),
  );

  it('is near the promise, however far off that is', () => {
    const promisedAt = 8_640_000_000_000_000;
    for (const scans of [[...journey, scan('out_for_delivery', 200)], journey.slice(0, 5), []]) {
      const { view } = given(parcel({ promisedAt }), ...scans).at(0);
      const since = likelyLateFrom(view, 0.97) ?? NaN;
      expect(promisedAt - since).toBeGreaterThanOrEqual(0);
      expect(promisedAt - since).toBeLessThan(60 * 24 * HOUR_MS);
    }
  });

  it.each(cases)('to the hour, days off or not: %j', ({ calendar, promised, p }) => {
    const knowledge: Knowledge = {
      ...priorKnowledge,
      calendarOf: (stage) => (stage === 'last_mile' ? calendar : everyDay),
    };
    const { view } = given(parcel({ promisedAt: hour(promised) })).at(0);
    const seen = { ...view, knowledge };
    const lateAt = (at: number) => estimateDelivery({ ...seen }, at)?.pLate ?? NaN;
    const since = likelyLateFrom(seen, p) ?? NaN;
    expect(since).toBeGreaterThan(hour(0));
    expect(lateAt(since)).toBeGreaterThanOrEqual(p);
    expect(lateAt(since - HOUR_MS)).toBeLessThan(p);
    // Cells of two hours make it waver by one.
    expect(likelyLateFrom({ ...seen }, p, since + 4 * HOUR_MS)).toBe(since);
    expect(likelyLateFrom({ ...seen }, p, since - 24 * HOUR_MS)).toBeNull();
  });
});

describe('what is hardly late', () => {
  const workedWeeks = fc.constantFrom([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5], [7, 1, 2, 3, 4], [2, 4]);

  it('is never late by then', () => {
    fc.assert(
      fc.property(
        anyScans,
        anyParcel,
        workedWeeks,
        fc.constantFrom(0.5, 0.97),
        (scans, facts, weekdays, p) => {
          const knowledge: Knowledge = {
            ...priorKnowledge,
            calendarOf: (stage) => (stage === 'trunk_line' ? everyDay : { ...everyDay, weekdays }),
          };
          const view = { parcelId: 'p-1', facts, state: foldParcel(scans, facts), knowledge };
          const since = likelyLateFrom(view, p);
          if (since === null) return;
          expect(isHardlyLateBy(view, p, since)).toBe(false);
          expect(isHardlyLateBy(view, p, since + HOUR_MS)).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is nearly every parcel while there is time', () => {
    const { view } = given(parcel({ promisedAt: hour(250) }), ...journey.slice(0, 5)).at(61);
    const since = likelyLateFrom(view, 0.97) ?? NaN;
    expect(isHardlyLateBy(view, 0.97, since - 12 * HOUR_MS)).toBe(true);
    expect(isHardlyLateBy(given(parcel()).at(0).view, 0.97, hour(5000))).toBe(true);
  });
});

describe('what may have happened untold', () => {
  const moved = (road: readonly ParcelEvent[], at: number, toldWithin: number): number => {
    const { view } = given(parcel(), ...road).at(at);
    const p50 = (toldWithinMs: number): number =>
      estimateDelivery({ ...view, state: { ...view.state, toldWithinMs } }, hour(at))?.p50 ?? NaN;
    return (p50(0) - p50(toldWithin * HOUR_MS)) / HOUR_MS;
  };

  it('makes an estimate sooner, most of all where the end of a stage is often forgotten', () => {
    const waiting = journey.slice(0, 7);
    expect(moved(waiting, 150, 6)).toBeGreaterThan(moved(waiting, 150, 2));
    const trunk = journey.slice(0, 5);
    expect(moved(trunk, 150, 12)).toBeGreaterThan(0);
    expect(moved(trunk, 150, 12)).toBeLessThan(moved(waiting, 150, 12));
  });

  it('is no delivery', () => {
    expect(moved(journey, 180, 12)).toBe(0);
  });
});

describe('customs that begin before an arrival was told', () => {
  const shortest = priorKnowledge.dwellOf('trunk_line', parcel()).quantile(0.1);
  const roadAfter = (hoursOnTrunk: number, ...more: ParcelEvent[]) => {
    const started = 60 + hoursOnTrunk;
    const scans = [...journey.slice(0, 5), scan('import_customs_started', started), ...more];
    const { view } = given(parcel(), ...scans).at(started + 1);
    return { started, road: remainingRoad(view, hour(started + 1)) };
  };

  it('have begun in advance while no other parcel would have arrived', () => {
    const { road } = roadAfter(shortest - 1);
    expect(road).toMatchObject({ current: 'trunk_line', since: hour(60) });
    expect(road.later).toEqual(['import_customs', 'awaiting_injection', 'last_mile']);
  });

  it('say that it has arrived once others would have', () => {
    const { started, road } = roadAfter(shortest + 1);
    expect(road).toMatchObject({ current: 'import_customs', since: hour(started) - 1 });
    expect(road.later).toEqual(['awaiting_injection', 'last_mile']);
  });

  it('say nothing of the arrival once they are over', () => {
    const released = scan('import_customs_released', shortest + 62);
    expect(roadAfter(shortest + 1, released).road.current).not.toBe('import_customs');
  });
});

describe('the estimate of a parcel in a stage of which its scans tell more', () => {
  /** Knows of the rests of import customs what it is told, else priors. */
  const knowing = (level: 'lane' | 'prior') => ({
    ...priorKnowledge,
    dwellOf: (stage: TimedStage, facts: ParcelFacts) =>
      stage === 'import_customs/duty_paid'
        ? new DwellDistribution(
            { level, observations: 100, halfLifeDays: 14 },
            priorDistribution({ p50Hours: 2, p95Hours: 4 }).curve,
            { share: 0, startHours: 2 },
          )
        : priorKnowledge.dwellOf(stage, facts),
  });
  const until = (now: number, knowledge: Knowledge, ...scans: Parameters<typeof given>[1][]) => {
    const { view } = given(parcel(), ...journey.slice(0, 6), ...scans).at(now);
    return remainingRoad({ ...view, knowledge }, hour(now));
  };
  const paid = scan('duty_paid', 130);

  it('is by the rest of it that was learned', () => {
    expect(until(131, knowing('lane'), paid)).toMatchObject({
      current: 'import_customs/duty_paid',
      since: hour(130),
      later: ['awaiting_injection', 'last_mile'],
    });
    expect(until(131, knowing('lane'), paid, scan('sorted', 131))).toMatchObject({ since: hour(130) });
  });

  it('is by the whole of it while nothing has been learned, or no more was told', () => {
    const whole = { current: 'import_customs', since: hour(120) };
    expect(until(131, knowing('prior'), paid)).toMatchObject(whole);
    expect(until(131, knowing('lane'))).toMatchObject(whole);
  });

  it('begins anew with a trouble, whatever was learned', () => {
    expect(until(131, priorKnowledge, scan('import_customs_held', 126))).toMatchObject({
      current: 'import_customs/import_customs_held',
      since: hour(126),
    });
  });
});
