import { worldBegins } from '../geography/places.ts';
import type { Route } from '../geography/routes.ts';
import { hour, type Instant } from '../wire/instants.ts';
import type { Mode } from '../wire/words.ts';

/** Hours between two departures of a route. */
const everyHours: Readonly<Record<Mode, number>> = {
  express: 24,
  economy_air: 24,
  truck: 72,
  rail: 84,
  ocean: 168,
};

const nameOf = (route: Route, turn: number): string => `MAWB-${route.id}-${turn}`;
const departureOf = (route: Route, turn: number): Instant =>
  worldBegins + turn * everyHours[route.mode] * hour;

/** The first departure of a route after an instant. */
export function departureAfter(route: Route, at: Instant): { externalId: string; departs: Instant } {
  const turn = Math.floor((at - worldBegins) / (everyHours[route.mode] * hour)) + 1;
  return { externalId: nameOf(route, turn), departs: departureOf(route, turn) };
}
