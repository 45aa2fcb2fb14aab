import { isRecordFault, type Transaction, type UnitOfWork } from '@landfall/persistence';
import { half, isolateFaults } from '../batch/isolate-faults.ts';
import type { PipeLog } from '../kafka/pipe-log.ts';
import { Signal } from '../kafka/signal.ts';
import type { Outbox, OutboxMessage } from '../outbox/outbox.ts';
import type { Quarantine } from '../quarantine/quarantine.ts';
import type { KnownMerchants } from './known-merchants.ts';
import type { DueItem, DueSource } from './due-source.ts';
import type { Hearing } from './hearing.ts';

export interface SweeperOptions {
  unitOfWork: UnitOfWork;
  outbox: Outbox;
  quarantine: Quarantine;
  merchants: KnownMerchants;
  hearing: Pick<Hearing, 'heardUntil'>;
  now: () => Date;
  log: PipeLog;
}

const itemsPerTransaction = 500;
const sweepEveryMs = 1_000;

/** Fires due times, earliest first. Costs one indexed look-up a kind when nothing is due. */
export class Sweeper {
  private readonly sources: DueSource[] = [];
  private readonly stopped = new Signal();
  private loop: Promise<void> = Promise.resolve();
  private running = false;
  private sweeping: Promise<number> | undefined;
  /** Due times fired by this process. */
  fired = 0;

  constructor(private readonly options: SweeperOptions) {}

  register<Item extends DueItem>(source: DueSource<Item>): void {
    this.sources.push(source as unknown as DueSource);
  }

  /** Sweeps by itself from now on, as far as all has been heard. Under the replay clock nobody calls this: ticks call `sweep`. */
  start(): void {
    this.running = true;
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.stopped.notify();
    await this.loop;
  }

  /** The earliest due time of all kinds. */
  async nextDue(): Promise<Date | null> {
    return this.options.unitOfWork.run({ pool: 'sweeper', merchants: [] }, async (tx) => {
      await this.options.merchants.admitAll(tx);
      let earliest: Date | null = null;
      for (const source of this.sources) {
        const due = await source.next(tx);
        if (due && (!earliest || due < earliest)) earliest = due;
      }
      return earliest;
    });
  }

  /** Fires all that is due now and returns how many; callers at the same time share one sweep. */
  sweep(now: Date = this.options.now()): Promise<number> {
    this.sweeping ??= this.sweepAll(now).finally(() => (this.sweeping = undefined));
    return this.sweeping;
  }

  private async run(): Promise<void> {
    while (this.running) {
      try {
        await this.sweepWhatIsHeard();
      } catch (error) {
        this.options.log.warn('sweep_failed', { error: String(error) });
      }
      await this.stopped.wait(sweepEveryMs);
    }
  }

  private async sweepWhatIsHeard(): Promise<void> {
    const due = await this.nextDue();
    if (!due || due > this.options.now()) return;
    const heardUntil = await this.options.hearing.heardUntil();
    if (heardUntil && due <= heardUntil) await this.sweep(heardUntil);
  }

  private async sweepAll(now: Date): Promise<number> {
    let total = 0;
    for (const source of this.sources) total += await this.drain(source, now);
    this.fired += total;
    return total;
  }

  /** Fires all of a source. Where it allows, this process works on one transaction while another waits for Postgres. */
  private async drain(source: DueSource, now: Date): Promise<number> {
    const drained = await Promise.allSettled(
      Array.from({ length: source.transactionsAtOnce ?? 1 }, () => this.drainAlone(source, now)),
    );
    return drained.reduce((total, one) => {
      if (one.status === 'rejected') throw one.reason;
      return total + one.value;
    }, 0);
  }

  private async drainAlone(source: DueSource, now: Date): Promise<number> {
    let total = 0;
    let count: number;
    // A source may give fewer at a time than it is asked for.
    do {
      count = await this.sweepSome(source, now, false).catch((error: unknown) => {
        if (!isRecordFault(error)) throw error;
        return this.sweepSome(source, now, true);
      });
      total += count;
    } while (count > 0);
    return total;
  }

  private sweepSome(source: DueSource, now: Date, isolating: boolean): Promise<number> {
    const { unitOfWork, outbox } = this.options;
    return unitOfWork.run({ pool: 'sweeper', merchants: [] }, async (tx) => {
      await this.options.merchants.admitAll(tx);
      const items = await source.take(tx, now, itemsPerTransaction);
      if (items.length === 0) return 0;
      const messages: OutboxMessage[] = [];
      const attempt = async (part: DueItem[]) => {
        const told: OutboxMessage[] = [];
        await source.fire(part, { tx, now, emit: (event) => void told.push(outbox.message(event, now)) });
        return told;
      };
      const keep = (told: OutboxMessage[]) => void messages.push(...told);
      if (isolating)
        await isolateFaults(tx, items, half(items), {
          attempt,
          keep,
          setAside: async (item, error) =>
            void messages.push(await this.setAside(tx, now, source, item, error)),
        });
      else keep(await attempt(items));
      outbox.write(tx, messages);
      return items.length;
    });
  }

  private async setAside(
    tx: Transaction,
    now: Date,
    source: DueSource,
    item: DueItem,
    error: unknown,
  ): Promise<OutboxMessage> {
    const detail = error instanceof Error ? error.message : String(error);
    this.options.log.error('due_time_quarantined', {
      source: source.name,
      subject: item.subject,
      error: detail,
    });
    await source.unschedule(tx, item);
    const event = await this.options.quarantine.keep(tx, now, {
      identity: [source.name, item.subject, item.dueAt.toISOString()],
      merchantId: item.merchantId,
      reason: 'due_time_failed',
      detail,
      topic: null,
      partition: null,
      offset: null,
      key: item.subject,
      headers: {},
      body: null,
    });
    return this.options.outbox.message(event, now);
  }
}
