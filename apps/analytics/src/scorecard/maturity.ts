import { DAY_MS, HOUR_MS, isMature, quantileWithCensored, type Instant } from '@landfall/domain';
import { ageFrom, isJudged, laneOfParcel, transitDays, type Lane, type ParcelFact } from './parcel-fact.ts';

/** The age in days under which the domain's isMature never holds. */
const MINIMUM_AGE_DAYS = 30;

/** A judged parcel with its lane and whether it is old enough to count. */
export interface JudgedParcel {
  fact: ParcelFact;
  lane: Lane;
  /** P99 of the transit of the lane's delivered parcels so far, whatever their age; hours; null without one. */
  laneP99Hours: number | null;
  mature: boolean;
  /** Days; Infinity while undelivered; null where no duration can be told. */
  transit: number | null;
}

const p99Hours = (transits: readonly number[]): number | null => {
  const days = quantileWithCensored(
    transits.toSorted((a, b) => a - b),
    transits.length,
    0.99,
  );
  return days === null ? null : days * 24;
};

/** The judged ones of a merchant's parcels at `now`. Every lane's P99 comes from all parcels given. */
export const judge = (facts: readonly ParcelFact[], now: Instant): JudgedParcel[] => {
  const lanes = new Map<string, { lane: Lane; transits: number[] }>();
  const judged = facts.filter(isJudged).map((fact) => {
    const lane = laneOfParcel(fact);
    const transit = transitDays(fact);
    const known = lanes.get(lane.subject) ?? { lane, transits: [] };
    lanes.set(lane.subject, known);
    if (transit !== null && transit !== Infinity) known.transits.push(transit);
    return { fact, lane: known.lane, transit };
  });
  const p99 = new Map([...lanes.values()].map(({ lane, transits }) => [lane, p99Hours(transits)]));
  return judged.map((parcel) => {
    const laneP99Hours = p99.get(parcel.lane) ?? null;
    return { ...parcel, laneP99Hours, mature: isMature(ageFrom(parcel.fact), laneP99Hours, now) };
  });
};

/** The first midnight UTC after an instant. */
export const nextMidnight = (now: Instant): Instant => (Math.floor(now / DAY_MS) + 1) * DAY_MS;

/** The first midnight UTC after `now` at which another of the parcels will have matured; null when all have. */
export const nextMaturityDay = (parcels: readonly JudgedParcel[], now: Instant): Instant | null => {
  let earliest = Infinity;
  for (const { fact, laneP99Hours, mature } of parcels) {
    if (mature) continue;
    const age = Math.max((laneP99Hours ?? 0) * HOUR_MS, MINIMUM_AGE_DAYS * DAY_MS);
    earliest = Math.min(earliest, ageFrom(fact) + age);
  }
  if (earliest === Infinity) return null;
  return Math.max(Math.ceil(earliest / DAY_MS) * DAY_MS, nextMidnight(now));
};
