import { Signal } from '@landfall/messaging';
import type { Logger } from '@landfall/telemetry';
import type { Poller } from '../poller.ts';
import type { Call, MadeCall } from './call.ts';
import type { MakeCall } from './make-call.ts';
import type { SettlePolls } from './settle-polls.ts';
import type { TakePolls } from './take-polls.ts';

export interface PollerLoopOptions {
  readonly takes: Pick<TakePolls, 'take'>;
  readonly calls: Pick<MakeCall, 'make'>;
  readonly settles: Pick<SettlePolls, 'settle'>;
  readonly logger: Pick<Logger, 'warn'>;
}

const longestPauseMs = 1_000;

/** Asks one carrier what is due, again and again. What ends while another outcome is being noted is noted together. */
export class PollerLoop {
  private readonly stopping = new AbortController();
  private readonly changed = new Signal();
  private readonly made: MadeCall[] = [];
  private open = 0;
  private loop: Promise<void> = Promise.resolve();
  private settling: Promise<void> | undefined;

  constructor(
    private readonly poller: Poller,
    private readonly options: PollerLoopOptions,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  /** Gives up the calls that are under way, and their leases. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.changed.notify();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pauseMs = await this.takeSome();
      if (pauseMs > 0) await this.changed.wait(Math.min(pauseMs, longestPauseMs));
    }
    while (this.open > 0) await this.changed.wait(longestPauseMs);
  }

  /** Begins calls; returns how long to wait before the next, in ms. */
  private async takeSome(): Promise<number> {
    const room = this.poller.concurrentCalls - this.open;
    if (room <= 0) return longestPauseMs;
    try {
      const { calls, lookAt } = await this.options.takes.take(this.poller, room);
      for (const call of calls) void this.carryOut(call);
      return lookAt - Date.now();
    } catch (error) {
      this.warn(error, 'polls could not be taken; tried again soon');
      return longestPauseMs;
    }
  }

  private async carryOut(call: Call): Promise<void> {
    this.open += 1;
    try {
      this.made.push({ call, result: await this.options.calls.make(call, this.stopping.signal) });
      await (this.settling ??= this.settleAll());
    } catch (error) {
      this.warn(error, 'a poll failed; it is made again when its lease has run out');
    } finally {
      this.open -= 1;
      this.changed.notify();
    }
  }

  private async settleAll(): Promise<void> {
    try {
      while (this.made.length > 0) await this.options.settles.settle(this.poller, this.made.splice(0));
    } finally {
      this.settling = undefined;
    }
  }

  private warn(error: unknown, message: string): void {
    this.options.logger.warn({ poller: this.poller.name, err: error }, message);
  }
}
