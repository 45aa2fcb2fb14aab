import { tellingsOf } from '../feed/tell.ts';
import type { Incident } from '../life/incidents.ts';
import type { Parcel } from '../life/life.ts';
import { worldWith, type World } from '../life/world.ts';
import { hour, type Instant } from '../wire/instants.ts';

/**
 * Thirty places and senders that are looked at every three hours over 120 days are 29,000 chances to see what is not there;
 * four of them may: the odds that a look has to be sure of, in log.
 */
const sureAt = Math.log(29_000 / 4);
/** Longer than any incident. */
const mostHours = 96;
/** That an outage lets nothing through is known to one in a million. */
const leastSpeed = 1e-6;

/**
 * After how many hours somebody who knows everything of a world, but not whether this incident has begun, can be sure that it has: the
 * log-likelihood of what was told, as a Poisson process at the incident's speed against one at the usual speed. What would have
 * been told without it is counted in the same world without it. Null where not even he can be within four days.
 */
export function knowableAfter(world: World, incident: Incident): number | null {
  const without = worldWith(
    world.plan,
    world.incidents.filter((other) => other !== incident),
  );
  const told = hoursOf(world, incident);
  const wouldBe = hoursOf(without, incident);
  const speed = incident.silent === null ? incident.speed : leastSpeed;
  for (let hours = 1; hours <= mostHours; hours++) {
    const by = (list: readonly number[]): number => list.filter((at) => at <= hours).length;
    if (by(wouldBe) * (1 - speed) + by(told) * Math.log(speed) >= sureAt) return hours;
  }
  return null;
}

/** When it was told, in hours since the incident's beginning, of what it silences or slows. */
function hoursOf({ plan, parcels, incidents }: World, incident: Incident): number[] {
  const { from } = incident;
  return parcels
    .flatMap((parcel) => (incident.silent === null ? leavings(parcel) : words(parcel)))
    .filter((at) => at >= from && at <= from + mostHours * hour)
    .map((at) => (at - from) / hour);

  function words(parcel: Parcel): Instant[] {
    return tellingsOf(parcel, plan.seed, incidents)
      .filter(({ sender, usuallyAt }) => sender.name === incident.silent && usuallyAt >= from)
      .map(({ sentAt }) => sentAt);
  }

  /** That a parcel has left a slow stage shows with the next word of it. */
  function leavings(parcel: Parcel): Instant[] {
    const left = parcel.stays.flatMap(({ stage, to }) =>
      to !== null && to >= from && incident.slows(parcel.order.route, stage) ? [to] : [],
    );
    if (left.length === 0) return [];
    const tellings = tellingsOf(parcel, plan.seed, incidents);
    return left.flatMap((at) => tellings.find(({ happening }) => happening.at >= at)?.sentAt ?? []);
  }
}
