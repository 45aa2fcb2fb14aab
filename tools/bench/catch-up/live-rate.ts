import type { ScanEvent } from '../../workload/scan-stream.ts';
import { openLoop } from '../latency/open-loop.ts';
import { quantile, rounded } from '../report.ts';
import type { Commits } from '../rig/commits.ts';
import type { Feed } from '../rig/fill-topic.ts';

/** What arrives in 10 ms makes a produce request, as at our edge. */
const groupsPerSecond = 100;
const limitMs = 150;
const lowest = 500;
const highest = 50_000;
const step = 1.25;

export interface LiveRate {
  /** Events a second. */
  readonly rate: number;
  /** What scans waited at that rate. */
  readonly waits: Waits;
}

/** ms from when scans were to be sent until they were committed. */
export interface Waits {
  readonly p50: number;
  readonly p99: number;
}

export interface LiveLoad {
  /** Where the events come from; all of it is sent in its order. */
  readonly next: () => ScanEvent;
  readonly feed: Feed;
  readonly commits: Commits;
  readonly secondsPerRate: number;
  readonly signal: AbortSignal;
}

/**
 * The highest rate at which the pipe is live: scans arrive evenly, in small groups, and half of them are committed
 * within 150 ms of the moment when they were to be sent; more would pile up. Climbs by a quarter from `from` until a
 * rate is missed twice. Rejects when the first one is.
 */
export async function highestLiveRate(load: LiveLoad, from = lowest): Promise<LiveRate> {
  const { secondsPerRate } = load;
  let live: LiveRate | undefined;
  for (let rate = from; rate <= highest; rate *= step) {
    const size = Math.round(rate / groupsPerSecond);
    const waits = await waitsAt(size, secondsPerRate, load);
    const settled = waits.p50 > limitMs ? await waitsAt(size, secondsPerRate, load) : waits;
    if (settled.p50 > limitMs) break;
    live = { rate: size * groupsPerSecond, waits: settled };
  }
  if (!live) throw new Error(`The pipe is not live at ${Math.round(from)} events/s: the machine is too busy`);
  return live;
}

/** Runs the pipe at a rate for some time, whatever scans wait. */
export const warmUpAt = async (rate: number, seconds: number, load: LiveLoad): Promise<void> => {
  await waitsAt(Math.round(rate / groupsPerSecond), seconds, load);
};

/** Sends groups of a size for some time, and waits until all is committed. */
async function waitsAt(size: number, seconds: number, load: LiveLoad): Promise<Waits> {
  const { next, feed, commits, signal } = load;
  const before = commits.applied;
  const groups = Array.from({ length: groupsPerSecond * seconds }, () => Array.from({ length: size }, next));
  const sent = await openLoop(groups, groupsPerSecond, (group) => feed.send(group), signal);
  await commits.until(before + groups.length * size);
  const waits = sent.map(({ dueAt }, index) => commits.instantOf(before + (index + 1) * size) - dueAt);
  return { p50: rounded(quantile(waits, 0.5)), p99: rounded(quantile(waits, 0.99)) };
}
