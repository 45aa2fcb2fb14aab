import { Draws } from '../../demo/random.ts';
import type { ScanEvent } from '../../workload/scan-stream.ts';

/** A repeat comes at most so many events after its event: some share its batch, most do not. */
const repeatedWithin = 10_000;

/** Each event, in their order, and some time after it the same again. */
export function everyEventTwice(events: Iterable<ScanEvent>, seed: number): ScanEvent[] {
  const draws = new Draws(seed);
  return [...events]
    .flatMap((event, index) => [
      { event, at: index },
      { event, at: index + 0.5 + draws.next() * repeatedWithin },
    ])
    .sort((one, other) => one.at - other.at)
    .map(({ event }) => event);
}
