import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parcelStatesTopic, quarantineTopic, topicConfigs, trackingEventsTopic } from '@landfall/contracts';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import pg from 'pg';
import { untilReady } from '../stack/readiness.ts';
import type { Stack } from '../stack/stack.ts';
import type { Found } from './ledger/verdict.ts';
import type { Network } from './network.ts';
import type { Sending } from './ledger/shipment-of-scans.ts';
import { keepers, type Control, type Role, type SentScan } from './rig/settings.ts';
import { RigProcess } from './rig-process.ts';

/** Database roles of the services. */
export const roles = ['chaos_parcels', 'chaos_follower'];
export const schemas = { parcels: 'chaos_parcels', follower: 'chaos_follower' } as const;
const partitions = 6;
const patienceMs = 10_000;
/** An edge that answers nothing for so long will not come back by itself. */
const edgePatienceMs = 180_000;

export interface RigOptions {
  readonly stack: Stack;
  readonly topicPrefix: string;
  readonly logDir: string;
  readonly control: Control | undefined;
  /** The lines to the servers, where the processes shall have some of their own. */
  readonly network?: Network | undefined;
  /** Names of those that keep parcels, instead of the usual two. */
  readonly keepers?: readonly string[] | undefined;
  /** Keepers also count scans in rows that they share. */
  readonly counting?: boolean | undefined;
  readonly signal: AbortSignal;
}

/**
 * The pipe, small: an edge, two processes of a service that keeps parcels, and a follower of what it tells; all of
 * them made of the libs that the real services are made of, each its own process.
 */
export class Rig {
  readonly #processes = new Map<string, RigProcess>();
  /** How long (ms) processes took that were asked to end. */
  readonly tookToEnd: number[] = [];
  readonly #options: RigOptions;
  readonly #port: number;
  readonly #kafka: Kafka;

  private constructor(options: RigOptions, port: number, kafka: Kafka) {
    this.#options = options;
    this.#port = port;
    this.#kafka = kafka;
    this.#start('edge', 'edge');
    for (const name of options.keepers ?? keepers) this.#start(name, 'parcels');
    this.#start('follower', 'follower');
  }

  get processes(): ReadonlyMap<string, RigProcess> {
    return this.#processes;
  }

  /** A keeper of parcels more, or one that has left. */
  addKeeper(name: string): void {
    const known = this.#processes.get(name);
    if (known) known.come();
    else this.#start(name, 'parcels');
  }

  #start(name: string, role: Role): void {
    const { stack, topicPrefix, control, logDir, network, counting = false } = this.#options;
    const detour = network?.detourOf(name);
    const databaseUrl = detour?.databaseUrl ?? stack.databaseUrl;
    const settings = {
      role,
      brokers: stack.kafkaBrokers,
      ...(detour && { kafkaVia: detour.kafkaVia }),
      adminUrl: databaseUrl,
      databaseUrl: roleUrl(databaseUrl, `chaos_${role}`),
      schema: role === 'edge' ? '' : schemas[role],
      topicPrefix,
      port: this.#port,
      counting,
      ...(control && { control }),
    };
    this.#processes.set(name, new RigProcess(name, settings, logDir));
  }

  /** Makes topics and starts the programs; none of them may have run under the prefix before. */
  static async start(options: RigOptions): Promise<Rig> {
    mkdirSync(options.logDir, { recursive: true });
    const kafka = new Kafka({
      clientId: 'chaos',
      brokers: options.stack.kafkaBrokers.split(','),
      logLevel: logLevel.NOTHING,
      retry: { retries: 20, maxRetryTime: 1_000 },
    });
    const admin = kafka.admin();
    await admin.connect();
    await makeTopics(admin, topicsOf(options.topicPrefix), options.signal);
    await admin.disconnect();
    return new Rig(options, await freePort(), kafka);
  }

  /** The topic of the scans, as Kafka knows it. */
  get scansTopic(): string {
    return this.#options.topicPrefix + trackingEventsTopic.name;
  }

  /** Makes the topic of the scans, which must not exist, as it was made at the start. */
  async makeScansTopic(): Promise<void> {
    const topics = topicsOf(this.#options.topicPrefix).filter(({ topic }) => topic === this.scansTopic);
    await this.admin((admin) => makeTopics(admin, topics, this.#options.signal));
  }

  /**
   * Sends in order, a part at a time, and each part until it has been answered for; goes on when `progress` is done.
   * @param perSecond so many at most; what could not be sent in time is made up for
   * @throws when the edge has taken nothing for three minutes
   */
  async send(
    sendings: Iterable<Sending>,
    progress: (sent: number) => void | Promise<void>,
    perSecond = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const { signal } = this.#options;
    const began = performance.now();
    let sent = 0;
    const producer = this.#kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    try {
      for (const part of partsOf(sendings)) {
        const early = began + (1_000 * sent) / perSecond - performance.now();
        if (early > 0) await delay(early, undefined, { signal });
        const malformed = part.filter((one) => one.kind === 'malformed').map(({ key }) => key);
        const scans = part.filter((one) => one.kind === 'scan').map(({ scan }) => scan);
        if (malformed.length > 0) await this.#putMalformed(producer, malformed);
        const until = performance.now() + edgePatienceMs;
        while (!(await this.#post(scans))) {
          signal.throwIfAborted();
          if (performance.now() > until) throw new EdgeGaveUp();
          await delay(50);
        }
        sent += part.length;
        await progress(sent);
      }
    } finally {
      await producer.disconnect();
    }
  }

  /** Straight onto the topic, as a stranger could; sent again where Kafka did not confirm. */
  async #putMalformed(producer: ReturnType<Kafka['producer']>, keys: readonly string[]): Promise<void> {
    for (;;) {
      try {
        await producer.send({
          topic: this.#options.topicPrefix + trackingEventsTopic.name,
          acks: -1,
          messages: keys.map((key) => ({
            key,
            value: '{"broken":',
            headers: { ce_id: strangerId, ce_type: 'tracking.milestone_reached', ce_subject: key },
          })),
        });
        return;
      } catch {
        this.#options.signal.throwIfAborted();
      }
    }
  }

  #post(scans: readonly SentScan[]): Promise<boolean> {
    return new Promise((resolve) => {
      const posting = request(
        { host: '127.0.0.1', port: this.#port, method: 'POST', timeout: patienceMs },
        (answer) => {
          answer.resume().once('end', () => resolve(answer.statusCode === 202));
          answer.once('error', () => resolve(false));
        },
      );
      posting.once('error', () => resolve(false)).once('timeout', () => posting.destroy());
      posting.end(JSON.stringify(scans));
    });
  }

  /** Records that the fences have refused, as far as it has been told. */
  get refused(): number {
    return [...this.processes.values()].reduce((sum, { refused }) => sum + refused, 0);
  }

  /** How often a service's group has been rebalanced. */
  rebalancesOf(of: Exclude<Role, 'edge'>): number {
    return [...this.processes.values()].reduce(
      (sum, { role, rebalances }) => sum + (role === of ? rebalances : 0),
      0,
    );
  }

  /** Who is in a service's group, by their ids. */
  membersOf(role: Exclude<Role, 'edge'>): Promise<string[]> {
    return this.admin(async (admin) => {
      const { groups } = await admin.describeGroups([`${this.#options.topicPrefix}landfall.${role}`]);
      return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
    });
  }

  /** Deadlocks that Postgres has resolved since it was last started after a crash. */
  deadlocks(): Promise<number> {
    return this.query(async (client) => {
      const { rows } = await client.query<{ deadlocks: string }>(
        'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
      );
      return Number(rows[0]?.deadlocks ?? 0);
    });
  }

  /** Lets the services move their fences past transaction markers and tell what they have refused. */
  askForNews(): void {
    for (const one of this.processes.values()) one.order({ order: 'settle' });
  }

  /** Whether every outbox is empty and every fence stands at its log's end. */
  async isSettled(): Promise<boolean> {
    this.askForNews();
    return (await this.behind()) === 0;
  }

  /**
   * How much is left to do: offsets between fences and the ends of their logs, and rows of outboxes; undefined while a
   * partition has not been assigned yet.
   */
  async behind(): Promise<number | undefined> {
    const ends = new Map<string, string>();
    await this.admin(async (admin) => {
      for (const [schema, topic] of [
        [schemas.parcels, trackingEventsTopic.name],
        [schemas.follower, parcelStatesTopic.name],
      ] as const)
        for (const { partition, high } of await admin.fetchTopicOffsets(this.#options.topicPrefix + topic))
          ends.set(`${schema} ${partition}`, high);
    });
    return this.query(async (client) => {
      let behind = 0;
      for (const schema of Object.values(schemas)) {
        const { rows } = await client.query<{ partition: number; next: string; waiting: number }>(
          `SELECT partition, next_offset AS next, (SELECT count(*)::int FROM ${schema}.outbox) AS waiting
           FROM ${schema}.consumer_offset`,
        );
        if (rows.length < partitions) return undefined;
        behind += rows[0]?.waiting ?? 0;
        for (const { partition, next } of rows)
          behind += Math.max(0, Number(BigInt(ends.get(`${schema} ${partition}`) ?? '0') - BigInt(next)));
      }
      return behind;
    });
  }

  /** How far the services are behind, by the offsets that they have committed to Kafka: what lag tools show. */
  lag(): Promise<number> {
    return this.admin(async (admin) => {
      let lag = 0;
      for (const [role, { name }] of [
        ['parcels', trackingEventsTopic],
        ['follower', parcelStatesTopic],
      ] as const) {
        const topic = this.#options.topicPrefix + name;
        const groupId = `${this.#options.topicPrefix}landfall.${role}`;
        const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
        for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
          const offset = committed?.partitions.find((one) => one.partition === partition)?.offset ?? '-1';
          lag += Number(high) - Math.max(0, Number(offset));
        }
      }
      return lag;
    });
  }

  /** How many effects are there by now: grows while the rig gets on. */
  effects(): Promise<number> {
    return this.query(async (client) => {
      const { rows } = await client.query<{ effects: number }>(
        `SELECT (SELECT count(*)::int FROM ${schemas.follower}.told)
           + (SELECT coalesce(sum(next_offset), 0)::int FROM ${schemas.parcels}.consumer_offset) AS effects`,
      );
      return rows[0]?.effects ?? 0;
    });
  }

  found(): Promise<Found> {
    return this.query(async (client) => {
      const rowsOf = async <Row extends pg.QueryResultRow>(sql: string) =>
        (await client.query<Row>(sql)).rows;
      const [counts] = await rowsOf<{ outOfOrder: number; quarantined: number }>(
        `SELECT (SELECT count(*)::int FROM ${schemas.follower}.out_of_order) AS "outOfOrder",
           (SELECT count(DISTINCT coalesce(nullif(headers ->> 'ce_id', '${strangerId}'), record_key))::int
            FROM ${schemas.parcels}.quarantine) AS quarantined`,
      );
      return {
        parcels: await rowsOf(
          `SELECT parcel_id AS "parcelId", version, state, last_event_at AS "lastEventAt"
           FROM ${schemas.parcels}.parcel_state`,
        ),
        told: await rowsOf(
          `SELECT DISTINCT ON (parcel_id) parcel_id AS "parcelId", state, last_event_at AS "lastEventAt",
             (count(*) OVER parcel)::int AS versions, (sum(times - 1) OVER parcel)::int AS repeats
           FROM ${schemas.follower}.told WINDOW parcel AS (PARTITION BY parcel_id)
           ORDER BY parcel_id, version DESC`,
        ),
        ...(this.#options.counting && {
          counts: await rowsOf(`SELECT milestone, scans FROM ${schemas.parcels}.scan_count`),
        }),
        outOfOrder: counts?.outOfOrder ?? 0,
        quarantined: counts?.quarantined ?? 0,
      };
    });
  }

  /** Stops the programs and removes their tables and topics. */
  async close(): Promise<void> {
    await Promise.all([...this.processes.values()].map((one) => one.stop()));
    await this.query(async (client) => {
      for (const schema of Object.values(schemas))
        await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    });
    await this.admin(async (admin) => {
      const topics = (await admin.listTopics()).filter((name) => name.startsWith(this.#options.topicPrefix));
      await admin.deleteTopics({ topics });
    });
  }

  /** Asks Kafka, past all that goes wrong for the processes of the rig. */
  async admin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin();
    try {
      await admin.connect();
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** Asks Postgres as its superuser, past all that goes wrong for the processes of the rig. */
  async query<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.#options.stack.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** The edge has taken nothing for so long that it will not come back by itself. */
export class EdgeGaveUp extends Error {
  override readonly message = `the edge took nothing for ${edgePatienceMs / 1_000} s`;
}

const topicsOf = (prefix: string) => {
  const names = [trackingEventsTopic, parcelStatesTopic, quarantineTopic].map(({ name }) => prefix + name);
  return topicConfigs({ prefix, partitions }).filter(({ topic }) => names.includes(topic));
};

async function makeTopics(
  admin: Admin,
  topics: ReturnType<typeof topicsOf>,
  signal: AbortSignal,
): Promise<void> {
  // A busy broker may not know a topic yet that its controller has made; kafkajs takes that for a failure.
  await admin.createTopics({ topics, waitForLeaders: false });
  const names = topics.map(({ topic }) => topic);
  await untilReady(
    'Topics',
    async () => void (await admin.fetchTopicMetadata({ topics: names })),
    patienceMs,
    signal,
  );
}

const partSize = 50;

function* partsOf(sendings: Iterable<Sending>): Generator<Sending[]> {
  let part: Sending[] = [];
  for (const sending of sendings) {
    part.push(sending);
    if (part.length < partSize) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
const strangerId = '00000000-0000-4000-8000-000000000000';

/** The URL of a role whose password is its name. */
export function roleUrl(databaseUrl: string, role: string): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = role;
  return url.toString();
}

/** A port that nobody has just now. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
