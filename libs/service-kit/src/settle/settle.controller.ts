import { Body, Controller, Get, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { KafkaBatchServer, OutboxRelay, PipeCounters, readPipe, Sweeper } from '@landfall/messaging';
import { UnitOfWork } from '@landfall/persistence';
import { RequireService } from '../auth/guards.ts';
import { Clock, ReplayClock } from '../clock/clock.ts';
import { conflict } from '../problems/problems.ts';
import { MESSAGING_OPTIONS, type MessagingOptions } from '@landfall/messaging';
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
  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly consumer: KafkaBatchServer,
    private readonly relay: OutboxRelay,
    private readonly sweeper: Sweeper,
    private readonly counters: PipeCounters,
    private readonly requests: OpenRequests,
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
    return this.status();
  }

  @Get('settle')
  async status(): Promise<SettleStatus> {
    await this.consumer.settleFences();
    const { fences, outboxEmpty } = await this.unitOfWork.run({ pool: 'sweeper', merchants: [] }, readPipe);
    const nextDue = await this.sweeper.nextDue();
    const { applied, repeated, refused, quarantined, ignored } = this.counters;
    return {
      service: this.options.service,
      clock: this.clock instanceof ReplayClock && !this.clock.isSet ? null : this.clock.now().toISOString(),
      openRequests: this.requests.open,
      outboxEmpty,
      pending: await this.probes.pending(),
      nextDueAt: nextDue?.toISOString() ?? null,
      topics: this.consumer.topics.map((topic) => topic.name),
      fences,
      done: {
        applied: applied + this.sweeper.fired,
        other: repeated + refused + quarantined + ignored + this.relay.published + this.requests.total,
      },
    };
  }
}
