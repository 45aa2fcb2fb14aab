import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { services } from '@landfall/contracts';
import { UnitOfWork } from '@landfall/persistence';
import {
  CONFIG,
  conflict,
  InternalClient,
  ProblemError,
  type BaseConfig,
  type InternalRequest,
  type SettleStatus,
} from '@landfall/service-kit';
import { Kafka, type Admin } from 'kafkajs';
import {
  fingerprint,
  furthestEnds,
  needsTick,
  nextTick,
  unread,
  unsettled,
  type LogEnds,
} from './drained.ts';

export interface Drained {
  now: string;
  drained: true;
  /** Events applied and due times fired since the last answer. */
  events: number;
  seconds: number;
}

const limitMs = 120_000;
const pollMs = 5;
const followers = services.filter((service) => service !== 'console');

/**
 * Puts the clock of every service forward, tick by tick: to the next instant with anything due, and on only when
 * everything accepted and everything that time itself brings about has been processed everywhere.
 */
@Injectable()
export class ReplayClockCoordinator implements OnApplicationShutdown {
  private admin: Promise<Admin> | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private appliedBefore = 0;

  constructor(
    @Inject(CONFIG) private readonly config: BaseConfig,
    private readonly unitOfWork: UnitOfWork,
    private readonly http: InternalClient,
    private readonly kafka: Kafka,
  ) {}

  /** The stored instant; null before the first `put`. */
  async read(): Promise<Date | null> {
    const [row] = await this.unitOfWork.run({ pool: 'http', merchants: [] }, (tx) =>
      tx.query<{ now: Date }>('SELECT now FROM replay_clock'),
    );
    return row?.now ?? null;
  }

  /**
   * One after another.
   * @throws ProblemError 409 `clock_goes_back`, 504 `not_drained` with what is pending after 120 s
   */
  put(target: Date): Promise<Drained> {
    const turn = this.queue.then(() => this.advance(target));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.admin?.catch(() => undefined))?.disconnect();
  }

  private async advance(target: Date): Promise<Drained> {
    const began = performance.now();
    const deadline = began + limitMs;
    const stored = await this.read();
    if (stored && target < stored)
      throw conflict('clock_goes_back', `The clock is at ${stored.toISOString()} and only goes forward.`);
    let now = stored ?? target;
    if (!stored) await this.tick(now, deadline);
    let statuses: SettleStatus[];
    for (;;) {
      statuses = await this.settle(now, deadline);
      const next = nextTick(statuses, now, target);
      if (next.getTime() === now.getTime() && now.getTime() === target.getTime()) break;
      now = next;
      await this.tick(now, deadline);
    }
    const applied = appliedBy(statuses);
    // A restarted process counts from nothing.
    const events = Math.max(0, applied - this.appliedBefore);
    this.appliedBefore = applied;
    return {
      now: now.toISOString(),
      drained: true,
      events,
      seconds: Math.round(performance.now() - began) / 1000,
    };
  }

  private async tick(now: Date, deadline: number): Promise<SettleStatus[]> {
    await this.unitOfWork.run({ pool: 'http', merchants: [] }, (tx) =>
      tx.query(
        'INSERT INTO replay_clock (now) VALUES ($1) ON CONFLICT (one) DO UPDATE SET now = EXCLUDED.now',
        [now],
      ),
    );
    return this.everywhere(deadline, {
      method: 'POST',
      path: '/internal/clock',
      body: { now: now.toISOString() },
    });
  }

  /** Waits for two rounds in a row in which nothing happened and nothing was left. */
  private async settle(now: Date, deadline: number): Promise<SettleStatus[]> {
    let last = '';
    for (;;) {
      const statuses = await this.everywhere(deadline, { path: '/internal/settle' });
      const left = statuses.flatMap((status) => unsettled(status, now));
      const print = fingerprint(statuses);
      if (left.length === 0 && print === last) {
        const told = await this.logEnds(new Set(statuses.flatMap((status) => status.topics)));
        const ends = furthestEnds(told, statuses);
        left.push(...statuses.flatMap((status) => unread(status, ends)));
        if (left.length === 0) return statuses;
      }
      last = print;
      if (performance.now() > deadline) throw notDrained(left);
      if (statuses.some((status) => needsTick(status, now))) await this.tick(now, deadline);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  /** Asks every service; one that does not answer is asked again until the deadline. */
  private async everywhere(deadline: number, request: Omit<InternalRequest, 'to'>): Promise<SettleStatus[]> {
    return Promise.all(
      followers.map(async (service) => {
        for (;;) {
          try {
            return (await this.http.call<SettleStatus>({ to: service, timeoutMillis: 60_000, ...request }))
              .body;
          } catch (error) {
            if (performance.now() > deadline) throw notDrained([`${service}: ${String(error)}`]);
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
        }
      }),
    );
  }

  private async logEnds(topics: ReadonlySet<string>): Promise<LogEnds> {
    try {
      this.admin ??= this.connectAdmin();
      const admin = await this.admin;
      const ends = await Promise.all(
        [...topics].map(async (topic) => {
          const partitions = await admin.fetchTopicOffsets(this.config.KAFKA_TOPIC_PREFIX + topic);
          return [
            topic,
            new Map(partitions.map(({ partition, high }) => [partition, BigInt(high)])),
          ] as const;
        }),
      );
      return new Map(ends);
    } catch (error) {
      this.admin = undefined;
      throw new ProblemError({
        status: 503,
        code: 'kafka_unavailable',
        title: 'Kafka does not answer',
        detail: String(error),
      });
    }
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}

const appliedBy = (statuses: readonly SettleStatus[]): number =>
  statuses.reduce((sum, status) => sum + status.done.applied, 0);

const notDrained = (left: readonly string[]): ProblemError =>
  new ProblemError({
    status: 504,
    code: 'not_drained',
    title: 'Not drained within 120 s',
    detail: `Put the same instant again to go on. Still pending: ${left.slice(0, 20).join('; ') || 'the last round'}`,
  });
