import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { services } from '../../stack/services.ts';
import type { ThrowawaySystem } from '../../start/throwaway-system.ts';

const lookEveryMs = 500;
const patienceMs = 90_000;

/** What is used of an answer of `GET /internal/settle`. */
interface SettleStatus {
  readonly busy: boolean;
  readonly outboxEmpty: boolean;
  readonly pending: number;
  readonly topics: readonly string[];
  readonly fences: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly nextOffset: string;
  }[];
  readonly done: object;
}

/** How the system stands. */
export interface Standing {
  /** What is left to do in each service; empty when everything that was sent has had its effects. */
  readonly left: readonly string[];
  /** Changes while the system gets on. */
  readonly fingerprint: string;
}

/** Asks every service, and Kafka for the ends of the logs; rejects while one of them does not answer. */
export async function standingOf({ stack, system }: ThrowawaySystem): Promise<Standing> {
  const statuses = await Promise.all(
    services.map(async ({ name }) => {
      const { PORT: port, INTERNAL_TOKEN_SECRET: secret = '' } = system.environment.services[name];
      const answer = await fetch(`http://127.0.0.1:${port}/internal/settle`, {
        headers: { authorization: `Bearer ${serviceToken(secret)}` },
        signal: AbortSignal.timeout(10_000),
      });
      if (!answer.ok) throw new Error(`${name} answers ${answer.status}: ${await answer.text()}`);
      return { name, status: (await answer.json()) as SettleStatus };
    }),
  );
  const ends = await endsOf(stack.kafkaBrokers, [
    ...new Set(statuses.flatMap(({ status }) => status.topics)),
  ]);
  return {
    left: statuses.flatMap(({ name, status }) => leftIn(status, ends).map((what) => `${name}: ${what}`)),
    fingerprint: JSON.stringify(statuses.map(({ status }) => [status.done, status.fences])),
  };
}

/** Resolves when nothing is left to do, twice in a row, or to what is left when nothing gets on any more. */
export async function untilDrained(
  system: ThrowawaySystem,
  signal: AbortSignal,
): Promise<string | undefined> {
  let fingerprint = '';
  let why = '';
  for (let gotOnAt = performance.now(); ; await delay(lookEveryMs, undefined, { signal })) {
    try {
      const { left, fingerprint: now } = await standingOf(system);
      if (left.length === 0 && now === fingerprint) return undefined;
      if (now !== fingerprint) gotOnAt = performance.now();
      fingerprint = now;
      why = left.join('; ');
    } catch (error) {
      // A service, Kafka or Postgres is on its way up again.
      why = String(error);
    }
    if (performance.now() - gotOnAt > patienceMs) return `nothing got on for ${patienceMs / 1_000} s: ${why}`;
  }
}

type Ends = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

const leftIn = ({ busy, outboxEmpty, pending, topics, fences }: SettleStatus, ends: Ends): string[] => [
  ...(busy ? ['busy'] : []),
  ...(outboxEmpty ? [] : ['outbox not empty']),
  ...(pending > 0 ? [`${pending} effects unfinished`] : []),
  ...topics.flatMap((topic) =>
    [...(ends.get(topic) ?? [])].flatMap(([partition, end]) => {
      const fence = fences.find((one) => one.topic === topic && one.partition === partition);
      const next = BigInt(fence?.nextOffset ?? 0);
      return next < end ? [`${topic}/${partition} at ${next} of ${end}`] : [];
    }),
  ),
];

async function endsOf(brokers: string, topics: readonly string[]): Promise<Ends> {
  const admin = new Kafka({
    clientId: 'chaos',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  try {
    return new Map(
      await Promise.all(
        topics.map(async (topic) => {
          const offsets = await admin.fetchTopicOffsets(topic);
          return [topic, new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]))] as const;
        }),
      ),
    );
  } finally {
    await admin.disconnect();
  }
}

/** A token as services show each other, for a minute. */
function serviceToken(secret: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    merchantId: null,
    service: 'chaos',
    iss: 'landfall',
    aud: 'landfall-services',
    iat: now,
    exp: now + 60,
  };
  const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encoded({ alg: 'HS256' })}.${encoded(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
