import type { ShutTimes } from '../geography/calendar.ts';
import { hour, type Instant } from '../wire/instants.ts';

/** A stretch of time in which work goes at `speed` of the usual one: 0.1 takes ten times as long. */
export interface Slowdown {
  readonly from: Instant;
  readonly to: Instant;
  readonly speed: number;
}

/** When so many hours of work, begun at `from`, are done: not in shut times, and slower in slowdowns. */
export function workedUntil(
  from: Instant,
  hours: number,
  shut: ShutTimes,
  slowdowns: readonly Slowdown[] = [],
): Instant {
  let now = from;
  let left = hours * hour;
  for (;;) {
    const rest = shut[indexAfter(shut, now)];
    if (rest && rest.from <= now) {
      now = rest.to;
      continue;
    }
    const slow = slowdowns.find((one) => one.from <= now && now < one.to);
    const edges = slowdowns.map((one) => one.from).filter((edge) => edge > now);
    const until = Math.min(rest?.from ?? Infinity, slow?.to ?? Infinity, ...edges);
    const speed = slow?.speed ?? 1;
    if (left <= (until - now) * speed) return Math.round(now + left / speed);
    left -= (until - now) * speed;
    now = until;
  }
}

/** The first of the shut times that ends after an instant; they are many, so that it is found by halving. */
function indexAfter(shut: ShutTimes, at: Instant): number {
  let [low, high] = [0, shut.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((shut[middle]?.to ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
