import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { LandfallClient } from '../../replay/landfall-client.ts';
import { progressLine } from '../../replay/progress.ts';
import { services } from '../../stack/services.ts';
import { startThrowawaySystem } from '../../start/throwaway-system.ts';
import type { ThrowawaySystem } from '../../start/throwaway-system.ts';
import type { BenchContext } from '../bench.ts';
import { cpuPerEvent, readCpu } from '../cpu-time.ts';
import type { CpuSeconds } from '../cpu-time.ts';
import { quantile, rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { openLoop } from './open-loop.ts';
import { registerParcels } from './register-parcels.ts';
import type { FreshParcel } from './register-parcels.ts';
import { watchStates } from './state-watch.ts';

const perSecond = 200;
const goalMs = 250;
const topicPrefix = 'bench.latency.';
const patienceMs = 60_000;

/** Until they have run for some 25 s the compilers of Kafka and of the services take a tenth of the machine. */
const sizes = {
  full: { warmUpSeconds: 25, windows: 3, windowSeconds: 8 },
  short: { warmUpSeconds: 2, windows: 1, windowSeconds: 3 },
};

/**
 * From a signed push until the parcel's new state can be read: every service runs, pushes of 17TRACK arrive at a
 * constant rate through the gateway, each for another parcel. The state counts as visible when its
 * `parcel.state_changed` is received: it was committed before that, so the figure is an upper bound.
 */
export async function latencyBench({ stack, short, signal, log }: BenchContext): Promise<BenchResult[]> {
  const { warmUpSeconds, windows, windowSeconds } = short ? sizes.short : sizes.full;
  const pushes = (warmUpSeconds + windows * windowSeconds) * perSecond;
  log('latency: starting every service');
  const system = await startThrowawaySystem({
    purpose: 'bench',
    clock: 'system',
    stack,
    topicPrefix,
    extra: { RATE_LIMIT_PER_SECOND: '1000000', RATE_LIMIT_BURST: '1000000' },
    signal,
    log: (line) => log(`latency: ${line}`),
  });
  try {
    const watch = await watchStates(stack.kafkaBrokers, topicPrefix);
    try {
      log(`latency: registering ${pushes} parcels`);
      const client = new LandfallClient(system.url, system.apiKey, system.senderKey);
      const progress = progressLine('parcels registered');
      const parcels = await registerParcels(client, pushes, signal, (done, of) => progress(done, of, ''));
      const ids = parcels.map(({ parcelId }) => parcelId);
      const unheard = await watch.until(watch.registered, ids, patienceMs);
      if (unheard > 0) throw new Error(`${unheard} of ${pushes} registered parcels were never told of`);

      log(`latency: ${perSecond} pushes/s for ${pushes / perSecond} s`);
      const before = cpuOf(system);
      const sent = await openLoop(parcels, perSecond, pusher(system.url, system.senderKey), signal);
      const unseen = await watch.until(watch.visible, ids, patienceMs);
      if (unseen > 0) throw new Error(`${unseen} of ${pushes} pushes never became visible`);

      const after = cpuOf(system);
      const cpu = before && after && cpuPerEvent(before, after, pushes);
      const timings = sent.map(({ dueAt, answeredAt }, index) => ({
        answered: answeredAt - dueAt,
        scanTold: (watch.scanned.get(ids[index] ?? '') ?? Number.NaN) - dueAt,
        visible: (watch.visible.get(ids[index] ?? '') ?? Number.NaN) - dueAt,
      }));
      return [resultOf(timings.slice(warmUpSeconds * perSecond), windowSeconds * perSecond, cpu)];
    } finally {
      await watch.stop();
    }
  } finally {
    await system.close();
  }
}

/** Milliseconds from when a push was due. */
interface Timing {
  readonly answered: number;
  /** Until carrier-tracking's event of the scan was received. */
  readonly scanTold: number;
  readonly visible: number;
}

const quantilesOf = (millis: readonly number[]) => ({
  p50: rounded(quantile(millis, 0.5)),
  p90: rounded(quantile(millis, 0.9)),
  p99: rounded(quantile(millis, 0.99)),
  max: rounded(Math.max(...millis)),
});

/** CPU time of every process of the system; undefined where it cannot be read. */
function cpuOf({ stack, supervisor }: ThrowawaySystem): CpuSeconds<string> | undefined {
  const pids = {
    ...stack.pids(),
    ...Object.fromEntries(services.map(({ name }) => [name, supervisor.pidOf(name)])),
  };
  const known = Object.entries(pids).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return process.platform === 'linux' ? readCpu(Object.fromEntries(known)) : undefined;
}

function resultOf(
  timings: readonly Timing[],
  perWindow: number,
  cpu: ReturnType<typeof cpuPerEvent<string>> | undefined,
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
    unit: `ms p99 at ${perSecond}/s`,
    ours,
    goal: `< ${goalMs} ms`,
    met: ours.median < goalMs,
    details: {
      seenBy: 'parcel.state_changed received',
      pushes: timings.length,
      answered: quantilesOf(timings.map(({ answered }) => answered)),
      scanTold: quantilesOf(timings.map(({ scanTold }) => scanTold)),
      visible: quantilesOf(timings.map(({ visible }) => visible)),
      cpuMicrosPerPush: cpu && { all: Math.round(cpu.all), ...cpu.by },
    },
  };
}

// The sender shares the machine with what it measures: node:http costs it less than fetch does.
const agent = new Agent({ keepAlive: true });

/** Sends one push for a parcel, as 17TRACK signs it; rejects unless it is accepted at once. */
const pusher =
  (url: string, senderKey: string) =>
  ({ trackingNumber }: FreshParcel): Promise<void> => {
    const body = JSON.stringify(pushOf(trackingNumber, new Date().toISOString()));
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
