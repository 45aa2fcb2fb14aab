import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { registerParcels, type FreshParcel } from '../../bench/latency/register-parcels.ts';
import { Draws } from '../../demo/random.ts';
import { LandfallClient } from '../../replay/landfall-client.ts';
import { startThrowawaySystem } from '../../start/throwaway-system.ts';
import { Striking, type RunOptions, type RunResult } from '../campaign.ts';
import { asSent } from '../ledger/shipment-of-scans.ts';
import type { Verdict } from '../ledger/verdict.ts';
import { untilDrained } from './drained.ts';
import { expectedParcel, historiesOf, scansPerParcel, type PostedScan } from './histories.ts';
import { parcelVerdict, type FoundParcel } from './parcel-verdict.ts';
import { serviceFaults } from './service-faults.ts';

const habits = { repeated: 0.5, late: 0.3 };
const scansPerBatch = 50;
/** A service needs some 3 s until it is back, and its group waits 10 s for one that was killed. */
const secondsPerFault = 4;
/** So many of the faults strike while parcels are being registered. */
const shareOfRegistering = 0.2;
const dayMs = 86_400_000;

/** One run over the real services: parcels and scans go in by REST while every process is killed or replaced. */
export async function playServices(
  options: Pick<RunOptions, 'run' | 'seed' | 'scans' | 'logDir' | 'signal'>,
): Promise<RunResult> {
  const { run, seed, signal } = options;
  const runSeed = seed * 100_003 + run;
  const throwaway = await startThrowawaySystem({
    purpose: 'chaos',
    mode: 'native',
    clock: 'system',
    logDir: join(options.logDir, `run-${run}`),
    extra: { RATE_LIMIT_PER_SECOND: '1000000', RATE_LIMIT_BURST: '1000000' },
    signal,
  });
  try {
    const client = new LandfallClient(throwaway.url, throwaway.apiKey, throwaway.senderKey);
    const struck: string[] = [];
    const tookToEnd: number[] = [];
    let unsettled: string | undefined;
    const faults = serviceFaults(new Draws(runSeed));
    const striking = new Striking(faults, async (fault) => {
      try {
        const took = await fault.strike(throwaway);
        if (took !== undefined) tookToEnd.push(took);
      } catch (error) {
        unsettled ??= (error as Error).message;
      }
      struck.push(fault.what);
    });
    const count = Math.max(1, Math.round(options.scans / scansPerParcel));
    const begin = new Date(Date.now() - 10 * dayMs);
    const parcels = await registerParcels(
      client,
      count,
      signal,
      (done, of) => void striking.progress((done / of) * shareOfRegistering),
    );
    const scans = [...historiesOf(numbersOf(parcels), begin)];
    const sendings = [...asSent(scans, runSeed, habits)];
    await post(
      client,
      sendings,
      faults.length * secondsPerFault,
      (share) => void striking.progress(shareOfRegistering + share * (1 - shareOfRegistering)),
      signal,
    );
    await striking.over();
    const left = await untilDrained(throwaway, signal);
    unsettled ??= left;
    return {
      verdict: await verdictOf(client, parcels, scans),
      faults: struck,
      sent: sendings.length,
      effects: scans.length,
      refused: 0,
      ends: struck.length,
      seen: undefined,
      rebalances: 0,
      deadlocks: 0,
      slowestEnd: tookToEnd.length > 0 ? Math.max(...tookToEnd) / 1_000 : undefined,
      unsettled,
    };
  } finally {
    await throwaway.close();
  }
}

const numbersOf = (parcels: readonly FreshParcel[]): string[] =>
  parcels.map(({ trackingNumber }) => trackingNumber).sort();

/** Posts in order, a batch at a time, each until it has been answered for, spread over so many seconds. */
async function post(
  client: LandfallClient,
  sendings: readonly PostedScan[],
  lasts: number,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  for (let sent = 0; sent < sendings.length; sent += scansPerBatch) {
    const batch = sendings.slice(sent, sent + scansPerBatch);
    const { status, body } = await client.post('/v1/tracking-events/batch', batch);
    if (status !== 202)
      throw new Error(`Scans were answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
    const share = (sent + batch.length) / sendings.length;
    progress(share);
    await delay(Math.max(0, began + share * lasts * 1_000 - performance.now()), undefined, { signal });
  }
}

async function verdictOf(
  client: LandfallClient,
  parcels: readonly FreshParcel[],
  scans: readonly PostedScan[],
): Promise<Verdict> {
  const verdict: Verdict = { lost: 0, duplicated: 0, wrongState: 0 };
  const histories = Map.groupBy(scans, ({ trackingNumber }) => trackingNumber);
  for (const { parcelId, trackingNumber } of parcels) {
    const { status, body } = await client.get<FoundParcel>(`/v1/parcels/${parcelId}`);
    if (status !== 200)
      throw new Error(`A parcel was answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
    const { lost, duplicated, wrongState } = parcelVerdict(
      expectedParcel(histories.get(trackingNumber) ?? [], new Date()),
      body,
    );
    verdict.lost += lost;
    verdict.duplicated += duplicated;
    verdict.wrongState += wrongState;
  }
  const known = new Set(parcels.map(({ parcelId }) => parcelId));
  for await (const { id } of client.all<{ id: string }>('/v1/parcels'))
    if (!known.has(id)) verdict.duplicated += 1;
  return verdict;
}
