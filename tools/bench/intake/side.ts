import { cpuPerEvent, readCpu } from '../cpu-time.ts';
import { openLoop } from '../latency/open-loop.ts';
import { quantile } from '../report.ts';
import { Callers, closedLoop, type Endpoint } from './callers.ts';
import type { FreshUploads } from './uploads.ts';

/** An edge that runs, and what is sent to it. */
export interface Side {
  readonly name: 'ours' | 'baseline';
  readonly pid: number;
  readonly uploads: FreshUploads;
  /** With what lets a caller in for the next minute. */
  endpoint(): Promise<Endpoint>;
  /** The body of a request with so many scans. */
  body(scans: number): string;
}

/** How a side is loaded: so many callers at once, each with so many scans a request. */
export interface Load {
  readonly callers: number;
  readonly scans: number;
  readonly millis: number;
}

export interface WindowFigures {
  readonly requestsPerSecond: number;
  readonly eventsPerSecond: number;
  /** Milliseconds until a request was answered. */
  readonly answered: { readonly p50: number; readonly p99: number };
  /** Microseconds per event. */
  readonly cpu: ReturnType<typeof cpuPerEvent<'service' | 'postgres' | 'kafka'>>;
}

/** Callers that post again as soon as they are answered. */
export async function saturate(
  side: Side,
  servers: { readonly kafka: number; readonly postgres: number },
  { callers: atOnce, scans, millis }: Load,
  signal: AbortSignal,
): Promise<WindowFigures> {
  const callers = new Callers(await side.endpoint());
  try {
    const before = readCpu({ service: side.pid, ...servers });
    const { requests, seconds, answeredAfter } = await closedLoop(
      callers,
      { atOnce, millis },
      () => side.body(scans),
      signal,
    );
    const after = readCpu({ service: side.pid, ...servers });
    return {
      requestsPerSecond: requests / seconds,
      eventsPerSecond: (requests * scans) / seconds,
      answered: { p50: quantile(answeredAfter, 0.5), p99: quantile(answeredAfter, 0.99) },
      cpu: cpuPerEvent(before, after, requests * scans),
    };
  } finally {
    callers.close();
  }
}

/** Single scans at a constant rate, whether or not those before have been answered; milliseconds from when each was due. */
export async function atRate(
  side: Side,
  perSecond: number,
  millis: number,
  signal: AbortSignal,
): Promise<WindowFigures['answered']> {
  const callers = new Callers(await side.endpoint());
  try {
    const tasks = Array.from({ length: Math.ceil((perSecond * millis) / 1_000) }, () => side.body(1));
    const sent = await openLoop(tasks, perSecond, async (body) => void (await callers.post(body)), signal);
    const millisOf = sent.map(({ dueAt, answeredAt }) => answeredAt - dueAt);
    return { p50: quantile(millisOf, 0.5), p99: quantile(millisOf, 0.99) };
  } finally {
    callers.close();
  }
}
