import { join } from 'node:path';
import { startThrowawaySystem, type ThrowawaySystem } from '../../../start/throwaway-system.ts';
import { services } from '../../../stack/services.ts';
import { untilDrained } from '../../services/drained.ts';
import { outcomeOf } from '../in-process/edges.ts';
import { Judge } from '../in-process/judge.ts';
import type { Outcome } from '../in-process/outcome.ts';
import { unchanged, type Specimen } from '../recipe.ts';
import type { HeapGrowth } from '../heap-growth.ts';
import type { Seed } from '../seeds/seed.ts';
import { answersForHeap, heapOf } from './heap-of.ts';
import { Ledger, type LedgerCounts } from './ledger.ts';
import { requestOf, shops, type Secrets } from './request-of.ts';
import { Sender, type HttpAnswer, type Lie } from './send.ts';

export interface HttpOptions {
  readonly seeds: readonly Seed[];
  readonly seed: number;
  /** The runs of the campaign that are sent. */
  readonly runs: readonly number[];
  readonly logDir: string;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface HttpResult {
  readonly sent: number;
  readonly seconds: number;
  /** How many bodies were answered with each status; 0 where a connection ended without an answer. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly ledger: LedgerCounts;
  readonly heaps: Readonly<Record<string, HeapGrowth>>;
  readonly complaints: readonly string[];
}

const atOnce = 12;
const tellEvery = 1_000;
const secrets: Secrets = {
  '17track': 'seventeen-track-of-a-campaign',
  aftership: 'aftership-of-a-campaign',
  easypost: 'easypost-of-a-campaign',
  shop: 'shops-of-a-campaign-0123456789',
};

/** Sends bodies to the real services, lets these consume all of it, and holds the ledger against their tables. */
export async function playOverHttp(options: HttpOptions): Promise<HttpResult> {
  const { logDir, signal, tell } = options;
  const began = performance.now();
  tell('starting every service');
  const system = await startThrowawaySystem({
    purpose: 'chaos',
    mode: 'native',
    clock: 'system',
    logDir,
    extra: {
      NODE_OPTIONS: answersForHeap,
      RATE_LIMIT_PER_SECOND: '1000000',
      RATE_LIMIT_BURST: '1000000',
      CARRIER_17TRACK_API_KEY: secrets['17track'],
      CARRIER_AFTERSHIP_SECRET: secrets.aftership,
      CARRIER_EASYPOST_SECRET: secrets.easypost,
    },
    signal,
  });
  try {
    const campaign = new HttpCampaign(options, system);
    const result = await campaign.play();
    return { ...result, seconds: (performance.now() - began) / 1_000 };
  } finally {
    await system.close();
  }
}

class HttpCampaign {
  readonly #options: HttpOptions;
  readonly #system: ThrowawaySystem;
  readonly #sender: Sender;
  readonly #judge: Judge;
  readonly #ledger = new Ledger();
  readonly #statuses: Record<string, number> = {};
  readonly #complaints: string[] = [];

  constructor(options: HttpOptions, system: ThrowawaySystem) {
    this.#options = options;
    this.#system = system;
    this.#sender = new Sender(system.url);
    this.#judge = new Judge(options.seeds, options.seed);
  }

  async play(): Promise<Omit<HttpResult, 'seconds'>> {
    const { runs, tell, signal } = this.#options;
    const pids = this.#pids();
    try {
      await this.#registerShops();
      const early = Math.ceil(runs.length / 10);
      await this.#sendAll(runs.slice(0, early));
      await this.#drain('a tenth');
      const heapsEarly = await this.#heaps();
      await this.#sendAll(runs.slice(early));
      await this.#drain('all');
      const heapsLate = await this.#heaps();
      tell('good bodies after all of them');
      await this.#sendGood();
      await this.#drain('the good ones');
      signal.throwIfAborted();
      for (const [name, pid] of Object.entries(this.#pids()))
        if (pid === undefined || pid !== pids[name]) this.#complaints.push(`${name} has ended`);
      return {
        sent: runs.length,
        statuses: this.#statuses,
        ledger: this.#ledger.counts,
        heaps: Object.fromEntries(
          Object.entries(heapsEarly).map(([name, mebibytes]) => [
            name,
            { early: mebibytes, late: heapsLate[name] ?? 0 },
          ]),
        ),
        complaints: [...this.#complaints, ...(await this.#ledger.complaints(this.#system.stack.databaseUrl))],
      };
    } finally {
      this.#sender.close();
    }
  }

  async #sendAll(runs: readonly number[]): Promise<void> {
    const waiting = runs.entries();
    const work = async (): Promise<void> => {
      for (const [index, run] of waiting) {
        this.#options.signal.throwIfAborted();
        if (index % tellEvery === tellEvery - 1)
          this.#options.tell(
            `${index + 1} of ${runs.length} bodies over HTTP, ${this.#complaints.length} complaints`,
          );
        await this.#send(run, this.#judge.specimenOf(run), lieOf(run));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  async #send(run: number, specimen: Specimen, lie: Lie): Promise<HttpAnswer> {
    const { edge, of } = specimen.seed;
    const told =
      lie === 'shorter' ? specimen.body.subarray(0, Math.floor(specimen.body.length / 2)) : specimen.body;
    const request = requestOf({ ...specimen, body: told }, run, this.#system.apiKey, secrets);
    const answer = await this.#sender.send(request, specimen.body, lie);
    this.#statuses[answer.status] = (this.#statuses[answer.status] ?? 0) + 1;
    const place = `--run ${run} (${edge} ${of}${lie === 'nothing' ? '' : `, ${lie}`})`;
    if (answer.status >= 500)
      this.#complaints.push(
        `${place} was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`,
      );
    else if (answer.status === 0 && lie !== 'longer' && lie !== 'shorter')
      this.#complaints.push(`${place} was not answered`);
    else if (answer.status >= 200 && answer.status < 300)
      this.#expect(
        run,
        place,
        await outcomeOf({ ...specimen, body: told }).catch((error: unknown) => String(error)),
        answer,
        edge === 'push',
      );
    return answer;
  }

  #expect(
    run: number,
    place: string,
    outcome: Outcome | string,
    { body, status }: HttpAnswer,
    forEverybody: boolean,
  ): void {
    if (typeof outcome === 'string') this.#complaints.push(`${place} was taken: ${outcome.slice(0, 200)}`);
    else if (outcome.kind === 'refused')
      this.#complaints.push(`${place} was answered ${status} and should be refused: ${outcome.code}`);
    else this.#ledger.expect(run, outcome.payloads, idsIn(body), forEverybody);
  }

  /** Every kind of body as it should be, with numbers that nobody has heard of. */
  async #sendGood(): Promise<void> {
    const { seeds } = this.#options;
    const kinds = new Map(seeds.map((seed) => [`${seed.edge} ${seed.of}`, seed]));
    let run = 2_000_000_001;
    for (const seed of kinds.values()) {
      const specimen = unchanged(seed, `GOOD${(run += 2)}`);
      const { status, body } = await this.#send(run, specimen, 'nothing');
      if (status < 200 || status > 299)
        this.#complaints.push(
          `a good ${seed.edge} of ${seed.of} was answered ${status}: ${JSON.stringify(body).slice(0, 300)}`,
        );
    }
  }

  async #registerShops(): Promise<void> {
    for (const [marketplace, domain] of Object.entries(shops)) {
      const { status, body } = await this.#sender.send(
        {
          path: `/v1/marketplaces/${marketplace}/shops`,
          headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#system.apiKey}` },
        },
        Buffer.from(JSON.stringify({ domain, secrets: [secrets.shop] })),
      );
      if (status !== 201)
        throw new Error(`A shop was answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
    }
  }

  async #drain(of: string): Promise<void> {
    this.#options.tell(`waiting until ${of} of it has been consumed`);
    const left = await untilDrained(this.#system, this.#options.signal);
    if (left !== undefined) this.#complaints.push(`after ${of} of the bodies ${left}`);
  }

  #pids(): Record<string, number | undefined> {
    return Object.fromEntries(services.map(({ name }) => [name, this.#system.supervisor.pidOf(name)]));
  }

  async #heaps(): Promise<Record<string, number>> {
    const heaps: Record<string, number> = {};
    for (const { name } of services) heaps[name] = await heapOf(join(this.#options.logDir, `${name}.log`));
    return heaps;
  }
}

/** One body in eight comes with a lie about it, or without its length. */
const lieOf = (run: number): Lie => {
  const lies: Lie[] = ['chunked', 'gzip', 'longer', 'shorter'];
  const draw = (Math.imul(run + 1, 0x9e3779b1) >>> 0) % 32;
  return lies[draw] ?? 'nothing';
};

/** Ids of payloads, where an answer names those of all of a body's. */
const idsIn = (body: unknown): string[] => {
  const { id, payloads } = (body ?? {}) as { id?: string; payloads?: { id: string }[] };
  if (payloads) return payloads.map((payload) => payload.id);
  return id === undefined ? [] : [id];
};
