import { cpuPerEvent, readCpu } from '../cpu-time.ts';
import { closedLoop } from '../intake/callers.ts';
import type { ParcelScans } from './parcel-scans.ts';
import { bodyOf, type RunningPipe } from './running-pipe.ts';

/** How long the last scan may take to become visible, in ms. */
const patienceMs = 240_000;

export interface ThroughFigures {
  /** Microseconds per scan over all processes, by the name of each. */
  readonly cpu: ReturnType<typeof cpuPerEvent<string>>;
  /** Scans a second, from the first request until the last scan was visible. */
  readonly perSecond: number;
  /** Scans a second that the edge took. */
  readonly takenPerSecond: number;
}

/** Posts so many scans as fast as the edge takes them and waits until all are visible in their parcels' states. */
export async function pushThrough(
  pipe: RunningPipe,
  scans: ParcelScans,
  count: number,
  signal: AbortSignal,
): Promise<ThroughFigures> {
  const { atOnce, scansPerRequest } = pipe.load;
  const end = scans.made + count;
  const next = (): string | undefined => {
    const size = Math.min(scansPerRequest, end - scans.made);
    return size === 0
      ? undefined
      : bodyOf(
          pipe,
          Array.from({ length: size }, () => scans.next().scan),
        );
  };
  const pids = pipe.pids();
  const before = readCpu(pids);
  const began = performance.now();
  const { seconds } = await closedLoop(pipe.callers, { atOnce, millis: Infinity }, next, signal);
  await pipe.sightings.until(scans.last, patienceMs, signal);
  const took = (performance.now() - began) / 1_000;
  return {
    cpu: cpuPerEvent(before, readCpu(pids), count),
    perSecond: count / took,
    takenPerSecond: count / seconds,
  };
}
