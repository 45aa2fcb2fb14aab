import type { ScanEvent } from '../../workload/scan-stream.ts';
import { openLoop } from '../latency/open-loop.ts';
import { quantile, rounded } from '../report.ts';
import type { Commits } from '../rig/commits.ts';
import type { Feed } from '../rig/fill-topic.ts';
import type { OutboxWatch } from '../rig/outbox-empty.ts';

/** What arrives in 10 ms makes a produce request, as at our edge. */
const groupsPerSecond = 100;
const limitMs = 150;
const first = 500;
const lowest = 100;
const highest = 50_000;
const step = 1.25;

export interface LiveRate {
  /** Events a second. */
  readonly rate: number;
  /** What scans waited at that rate. */
  readonly waits: Waits;
}

/** ms. */
export interface Waits {
  /** From when scans were to be sent until they were committed. */
  readonly p50: number;
  readonly p99: number;
  /** From the last commit until everything was published. */
  readonly published: number;
}

export interface LiveLoad {
  /** Where the events come from; all of it is sent in its order. */
  readonly next: () => ScanEvent;
  readonly feed: Feed;
  readonly commits: Commits;
  readonly outbox: OutboxWatch;
  readonly secondsPerRate: number;
  readonly signal: AbortSignal;
}

/**
 * The highest rate at which the pipe is live: scans arrive evenly, in small groups, and half of them are committed
 * within 150 ms of the moment when they were to be sent, and after the last all is published within as long; more would
 * pile up. Climbs by a quarter from `from` until a rate is missed twice; from half of that when the first one is.
 */
export async function highestLiveRate(load: LiveLoad, from = first): Promise<LiveRate> {
  for (let begin = from; begin >= lowest; begin /= 2) {
    const live = await climb(load, begin);
    if (live) return live;
  }
  throw new Error(`The pipe is not live at ${lowest} events/s: the machine is too busy`);
}

async function climb(load: LiveLoad, from: number): Promise<LiveRate | undefined> {
  const { secondsPerRate } = load;
  let live: LiveRate | undefined;
  for (let rate = from; rate <= highest; rate *= step) {
    const size = Math.round(rate / groupsPerSecond);
    const waits = await waitsAt(size, secondsPerRate, load);
    const settled = isLive(waits) ? waits : await waitsAt(size, secondsPerRate, load);
    if (!isLive(settled)) break;
    live = { rate: size * groupsPerSecond, waits: settled };
  }
  return live;
}

const isLive = ({ p50, published }: Waits): boolean => p50 <= limitMs && published <= limitMs;

/** Runs the pipe at a rate for some time, whatever scans wait. */
export const warmUpAt = async (rate: number, seconds: number, load: LiveLoad): Promise<void> => {
  await waitsAt(Math.round(rate / groupsPerSecond), seconds, load);
};

/** Sends groups of a size for some time, and waits until all is committed and published. */
async function waitsAt(size: number, seconds: number, load: LiveLoad): Promise<Waits> {
  const { next, feed, commits, outbox, signal } = load;
  const before = commits.applied;
  const groups = Array.from({ length: groupsPerSecond * seconds }, () => Array.from({ length: size }, next));
  const sent = await openLoop(groups, groupsPerSecond, (group) => feed.send(group), signal);
  await commits.until(before + groups.length * size);
  const committed = performance.now();
  await outbox.empty();
  const published = rounded(performance.now() - committed);
  const waits = sent.map(({ dueAt }, index) => commits.instantOf(before + (index + 1) * size) - dueAt);
  return { p50: rounded(quantile(waits, 0.5)), p99: rounded(quantile(waits, 0.99)), published };
}
