import { quantile, rounded } from '../report.ts';
import type { ParcelScans } from '../end-to-end/parcel-scans.ts';
import { bodyOf, type RunningPipe } from '../end-to-end/running-pipe.ts';
import { openLoop } from './open-loop.ts';

export interface SteadyRate {
  /** Scans a second. */
  readonly perSecond: number;
  readonly scansPerRequest: number;
  readonly warmUpSeconds: number;
  readonly windows: number;
  readonly windowSeconds: number;
}

export interface SteadyFigures {
  /** Of each window, the 99th percentile of ms from the acknowledgement of a scan until its parcel's state was visible. */
  readonly p99s: readonly number[];
  /** Of all windows. */
  readonly fromAcknowledged: Readonly<Record<string, number>>;
  /** From when its request was due. */
  readonly fromDue: Readonly<Record<string, number>>;
}

const patienceMs = 120_000;

/** Posts scans at a constant rate, whatever is answered, and tells how long each took to become visible. */
export async function atSteadyRate(
  pipe: RunningPipe,
  scans: ParcelScans,
  { perSecond, scansPerRequest, warmUpSeconds, windows, windowSeconds }: SteadyRate,
  signal: AbortSignal,
): Promise<SteadyFigures> {
  const requestsPerSecond = perSecond / scansPerRequest;
  const requests = Array.from(
    { length: Math.ceil((warmUpSeconds + windows * windowSeconds) * requestsPerSecond) },
    () => Array.from({ length: scansPerRequest }, () => scans.next()),
  );
  const sent = await openLoop(
    requests,
    requestsPerSecond,
    async (request) =>
      void (await pipe.callers.post(
        bodyOf(
          pipe,
          request.map(({ scan }) => scan),
        ),
      )),
    signal,
  );
  await pipe.sightings.until(scans.last, patienceMs, signal);

  const timings = requests.flatMap((request, index) => {
    const { dueAt, answeredAt } = sent[index] ?? { dueAt: Number.NaN, answeredAt: Number.NaN };
    return request.map(({ key, at }) => {
      const visibleAt = pipe.sightings.firstOf(key, at) ?? Number.NaN;
      return { fromAcknowledged: Math.max(0, visibleAt - answeredAt), fromDue: visibleAt - dueAt };
    });
  });
  const perWindow = Math.floor(windowSeconds * perSecond);
  const counted = timings.slice(timings.length - windows * perWindow);
  const p99s = Array.from({ length: windows }, (_, window) =>
    quantile(
      counted.slice(window * perWindow, (window + 1) * perWindow).map((one) => one.fromAcknowledged),
      0.99,
    ),
  );
  return {
    p99s,
    fromAcknowledged: quantilesOf(counted.map((one) => one.fromAcknowledged)),
    fromDue: quantilesOf(counted.map((one) => one.fromDue)),
  };
}

export const quantilesOf = (millis: readonly number[]) => ({
  p50: rounded(quantile(millis, 0.5)),
  p90: rounded(quantile(millis, 0.9)),
  p99: rounded(quantile(millis, 0.99)),
  max: rounded(millis.reduce((most, one) => Math.max(most, one), 0)),
});
