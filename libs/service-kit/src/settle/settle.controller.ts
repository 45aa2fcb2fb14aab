import { Body, Controller, Get, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  KafkaBatchServer,
  MESSAGING_OPTIONS,
  OutboxRelay,
  PipeCounters,
  Positions,
  readPipe,
  Sweeper,
  type FenceStatus,
  type MessagingOptions,
} from '@landfall/messaging';
import { UnitOfWork } from '@landfall/persistence';
import { RequireService } from '../auth/guards.ts';
import { Clock, ReplayClock } from '../clock/clock.ts';
import { conflict } from '../problems/problems.ts';
import { OpenRequests } from '../requests/open-requests.ts';
import { Instant } from '../validation/fields.ts';
import { DrainProbes } from './drain-probes.ts';
import type { SettleStatus } from './settle-status.ts';

class ClockInstant {
  @Instant()
  now!: string;
}

/** For the coordinator of the replay clock alone. */
@ApiExcludeController()
@Controller('internal')
@UseGuards(RequireService)
export class SettleController {
  private stored: Stored | undefined;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly consumer: KafkaBatchServer,
    private readonly relay: OutboxRelay,
    private readonly sweeper: Sweeper,
    private readonly counters: PipeCounters,
    private readonly requests: OpenRequests,
    private readonly positions: Positions,
    private readonly probes: DrainProbes,
  ) {}

  /** Puts the clock forward and fires what is due then. */
  @Post('clock')
  @HttpCode(200)
  async put(@Body() body: ClockInstant): Promise<SettleStatus> {
    if (!(this.clock instanceof ReplayClock))
      throw conflict('clock_not_replay', 'This service runs on the system clock.');
    this.clock.set(new Date(body.now));
    await this.sweeper.sweep();
    this.stored = undefined;
    return this.status();
  }

  /** Cheap to ask: Postgres is only read when this process has done something since it was read last. */
  @Get('settle')
  async status(): Promise<SettleStatus> {
    const done = this.done();
    const busy = this.consumer.isBusy || this.relay.isBusy || this.requests.open > 0;
    if (!busy || !this.stored) await this.read(`${done.applied} ${done.other} ${this.positions.changes}`);
    return {
      service: this.options.service,
      clock: this.clock instanceof ReplayClock && !this.clock.isSet ? null : this.clock.now().toISOString(),
      busy,
      openRequests: this.requests.open,
      outboxEmpty: this.stored?.outboxEmpty ?? false,
      pending: await this.probes.pending(),
      nextDueAt: this.stored?.nextDue?.toISOString() ?? null,
      topics: this.consumer.topics.map((topic) => topic.name),
      fences: this.stored?.fences ?? [],
      written: this.relay.written
        .all()
        .map(({ topic, partition, next }) => ({ topic, partition, next: next.toString() })),
      done,
    };
  }

  private done(): SettleStatus['done'] {
    const { applied, repeated, refused, quarantined, ignored } = this.counters;
    return {
      applied: applied + this.sweeper.fired,
      other: repeated + refused + quarantined + ignored + this.relay.published + this.requests.total,
    };
  }

  private async read(asOf: string): Promise<void> {
    if (this.stored?.asOf === asOf && this.stored.outboxEmpty) return;
    await this.consumer.settleFences();
    const pipe = await this.unitOfWork.run({ pool: 'sweeper', merchants: [] }, readPipe);
    this.stored = { asOf, ...pipe, nextDue: await this.sweeper.nextDue() };
  }
}

interface Stored {
  /** What this process had done when it was read. */
  asOf: string;
  fences: FenceStatus[];
  outboxEmpty: boolean;
  nextDue: Date | null;
}
