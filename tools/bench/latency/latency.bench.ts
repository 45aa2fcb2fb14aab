import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { BenchContext } from '../bench.ts';
import { cpuPerEvent, readCpu } from '../cpu-time.ts';
import { startBaselinePipe } from '../end-to-end/baseline-pipe.ts';
import { startOurPipe, type OurPipe } from '../end-to-end/our-pipe.ts';
import { withOwnDatabase } from '../end-to-end/own-database.ts';
import { ParcelScans } from '../end-to-end/parcel-scans.ts';
import { pushThrough } from '../end-to-end/push-through.ts';
import type { RunningPipe } from '../end-to-end/running-pipe.ts';
import { quantile, rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { openLoop } from './open-loop.ts';
import type { FreshParcel } from './register-parcels.ts';
import { atSteadyRate, quantilesOf, type SteadyFigures } from './steady-rate.ts';

const pushesPerSecond = 200;
const goals = { pushMs: 250, thousandMs: 150, ratio: 5 };
const patienceMs = 60_000;

/** Pushes were of this long ago and uploads of less: a parcel's scans come in order, and none is of a stalled parcel. */
const pushesAgoMs = 60 * 60_000;
const uploadsAgoMs = 50 * 60_000;

/** Scans that a merchant's system gathers for 10 ms and for 20 at half of the highest rate: few in a request. */
const scansPerRequest = { thousand: 10, half: 50 };

/** Until they have run for some 25 s the compilers of Kafka and of the services take a tenth of the machine. */
const sizes = {
  full: {
    warmUpSeconds: 25,
    steadyWarmUpSeconds: 4,
    windows: 3,
    windowSeconds: 8,
    burst: { ours: 20_000, baseline: 1_500 },
    baselineParcels: 500,
  },
  short: {
    warmUpSeconds: 2,
    steadyWarmUpSeconds: 1,
    windows: 1,
    windowSeconds: 3,
    burst: { ours: 2_000, baseline: 200 },
    baselineParcels: 100,
  },
};

/**
 * How long scans take to become visible while they arrive at constant rates: single pushes of 17TRACK, 1,000 scans a
 * second, and half of the highest rate of either side. Every service runs. The state counts as visible when its
 * `parcel.state_changed` is received: it was committed before that, so the figures are upper bounds; the baseline's is
 * visible when it is committed. Every effect is checked.
 */
export async function latencyBench(context: BenchContext): Promise<BenchResult[]> {
  const { short, signal, log: tell } = context;
  const log = (line: string): void => tell(`latency: ${line}`);
  const size = short ? sizes.short : sizes.full;
  const { windows, windowSeconds, burst } = size;
  const stack = await withOwnDatabase(context.stack, 'bench_latency');
  const steady = { windows, windowSeconds, warmUpSeconds: size.steadyWarmUpSeconds };
  const half = async (pipe: RunningPipe, scans: ParcelScans, count: number, inRequest: number) => {
    const { perSecond: highest } = await pushThrough(pipe, scans, count, signal);
    log(`${pipe.name}: the highest rate is ${Math.round(highest)} scans/s; half of it`);
    const rate = { ...steady, perSecond: highest / 2, scansPerRequest: inRequest };
    return { highest, ...(await atSteadyRate(pipe, scans, rate, signal)) };
  };

  log('the baseline');
  const baseline = await startBaselinePipe(context, {
    stack,
    topicPrefix: 'bench.latency-baseline.',
    schema: 'bench_latency',
    parcels: size.baselineParcels,
  });
  let theirs: HalfFigures;
  try {
    const scans = new ParcelScans(baseline.parcels, Date.now() - uploadsAgoMs);
    await pushThrough(baseline, scans, burst.baseline, signal);
    theirs = await half(baseline, scans, burst.baseline, 1);
    await baseline.requireEffects(scans);
  } finally {
    await baseline.stop();
  }

  const pushes = (size.warmUpSeconds + windows * windowSeconds) * pushesPerSecond;
  log('every service');
  const ours = await startOurPipe(
    { ...context, log },
    { stack, topicPrefix: 'bench.latency.', parcels: pushes },
  );
  try {
    log(`${pushesPerSecond} pushes/s`);
    const single = await pushAll(ours, size, signal);
    log('1,000 scans/s');
    const scans = new ParcelScans(ours.parcels, Date.now() - uploadsAgoMs);
    const thousand = await atSteadyRate(
      ours,
      scans,
      { ...steady, perSecond: 1_000, scansPerRequest: scansPerRequest.thousand },
      signal,
    );
    const own = await half(ours, scans, burst.ours, scansPerRequest.half);
    const effects = await ours.requireEffects(scans, pushes);
    log('all effects are there, once');
    return [single, thousandResult(thousand, effects), halfResult(own, theirs)];
  } finally {
    await ours.stop();
  }
}

interface HalfFigures extends SteadyFigures {
  /** Scans a second. */
  readonly highest: number;
}

/** One push for each parcel, at a constant rate. */
async function pushAll(
  { system, registered, watch, pids }: OurPipe,
  { warmUpSeconds, windowSeconds }: { warmUpSeconds: number; windowSeconds: number },
  signal: AbortSignal,
): Promise<BenchResult> {
  const ids = registered.map(({ parcelId }) => parcelId);
  const processes = pids();
  const before = readCpu(processes);
  const sent = await openLoop(registered, pushesPerSecond, pusher(system.url, system.senderKey), signal);
  const unseen = await watch.until(watch.visible, ids, patienceMs);
  if (unseen > 0) throw new Error(`${unseen} of ${ids.length} pushes never became visible`);
  const cpu = cpuPerEvent(before, readCpu(processes), ids.length);
  const timings = sent.map(({ dueAt, answeredAt }, index) => ({
    answered: answeredAt - dueAt,
    scanTold: (watch.scanned.get(ids[index] ?? '') ?? Number.NaN) - dueAt,
    visible: (watch.visible.get(ids[index] ?? '') ?? Number.NaN) - dueAt,
  }));
  return pushResult(timings.slice(warmUpSeconds * pushesPerSecond), windowSeconds * pushesPerSecond, cpu);
}

/** Milliseconds from when a push was due. */
interface Timing {
  readonly answered: number;
  /** Until carrier-tracking's event of the scan was received. */
  readonly scanTold: number;
  readonly visible: number;
}

function pushResult(
  timings: readonly Timing[],
  perWindow: number,
  cpu: ReturnType<typeof cpuPerEvent<string>>,
): BenchResult {
  const p99s: number[] = [];
  for (let first = 0; first < timings.length; first += perWindow)
    p99s.push(
      quantile(
        timings.slice(first, first + perWindow).map(({ visible }) => visible),
        0.99,
      ),
    );
  const ours = spreadOf(p99s);
  return {
    name: 'latency',
    unit: `ms p99 at ${pushesPerSecond}/s`,
    ours,
    goal: `< ${goals.pushMs} ms`,
    met: ours.median < goals.pushMs,
    details: {
      seenBy: 'parcel.state_changed received',
      pushes: timings.length,
      answered: quantilesOf(timings.map(({ answered }) => answered)),
      scanTold: quantilesOf(timings.map(({ scanTold }) => scanTold)),
      visible: quantilesOf(timings.map(({ visible }) => visible)),
      cpuMicrosPerPush: { all: Math.round(cpu.all), ...cpu.by },
    },
  };
}

/** From acknowledged to visible at 1,000 scans/s, as a merchant's system sends them that gathers for 10 ms. */
function thousandResult({ p99s, ...figures }: SteadyFigures, effects: object): BenchResult {
  const ours = spreadOf(p99s);
  return {
    name: 'latency-1000',
    unit: 'ms p99 acknowledged to visible, 1,000/s',
    ours,
    goal: `< ${goals.thousandMs} ms`,
    met: ours.median < goals.thousandMs,
    details: { scansPerRequest: scansPerRequest.thousand, ...figures, effects },
  };
}

/** The same at half of each side's highest rate. */
function halfResult(own: HalfFigures, theirs: HalfFigures): BenchResult {
  const ours = spreadOf(own.p99s);
  const baseline = spreadOf(theirs.p99s);
  const ratio = baseline.median / ours.median;
  const detailsOf = ({ highest, fromAcknowledged, fromDue }: HalfFigures) => ({
    perSecond: Math.round(highest / 2),
    fromAcknowledged,
    fromDue,
  });
  return {
    name: 'latency-half',
    unit: 'ms p99 acknowledged to visible, half of highest rate',
    ours,
    baseline,
    ratioToBaseline: rounded(ratio),
    goal: `<= 1/${goals.ratio} of baseline`,
    met: ratio >= goals.ratio,
    details: {
      ours: { scansPerRequest: scansPerRequest.half, ...detailsOf(own) },
      baseline: { scansPerRequest: 1, ...detailsOf(theirs) },
    },
  };
}

// The sender shares the machine with what it measures: node:http costs it less than fetch does.
const agent = new Agent({ keepAlive: true });

/** Sends one push for a parcel, as 17TRACK signs it; rejects unless it is accepted at once. */
const pusher =
  (url: string, senderKey: string) =>
  ({ trackingNumber }: FreshParcel): Promise<void> => {
    const body = JSON.stringify(pushOf(trackingNumber, new Date(Date.now() - pushesAgoMs).toISOString()));
    const sign = createHash('sha256').update(`${body}/${senderKey}`).digest('hex');
    return new Promise((accepted, refused) => {
      const sending = request(
        `${url}/v1/carriers/17track/webhooks`,
        { method: 'POST', agent, headers: { 'content-type': 'application/json', sign }, timeout: patienceMs },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.once('error', refused).once('end', () => {
            if (answer.statusCode === 202) accepted();
            else refused(new Error(`A push was answered ${answer.statusCode}: ${text.slice(0, 300)}`));
          });
        },
      );
      sending.once('error', refused).once('timeout', () => sending.destroy(new Error('A push timed out')));
      sending.end(body);
    });
  };

const pushOf = (number: string, time: string) => {
  const event = {
    time_iso: time,
    time_utc: time,
    description: 'Picked up by the carrier',
    location: 'Shenzhen',
    stage: null,
    sub_status: 'InTransit_PickedUp',
    address: { country: 'CN', state: null, city: 'Shenzhen', street: null, postal_code: null },
  };
  return {
    event: 'TRACKING_UPDATED',
    data: {
      number,
      carrier: 100_001,
      track_info: {
        latest_status: { status: 'InTransit', sub_status: event.sub_status },
        latest_event: event,
        tracking: { providers: [{ provider: { key: 100_001, name: 'dhl' }, events: [event] }] },
      },
    },
  };
};
