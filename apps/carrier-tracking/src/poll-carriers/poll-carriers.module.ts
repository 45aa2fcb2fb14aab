import { Module } from '@nestjs/common';
import { CONFIG, SystemClock } from '@landfall/service-kit';
import { CarrierMappings } from '../carriers/carrier-mappings.ts';
import { CarriersModule } from '../carriers/carriers.module.ts';
import type { CarrierTrackingConfig } from '../carrier-tracking.settings.ts';
import { PayloadsModule } from '../payloads/payloads.module.ts';
import { StoresModule } from '../persistence/stores.module.ts';
import { loadPollers, ownPollFiles } from './poll-files/load-pollers.ts';
import { POLLERS, type Poller } from './poller.ts';
import { AdoptNumbers } from './schedule/adopt-numbers.ts';
import { ArrangeGroups } from './schedule/arrange-groups.ts';
import { MakeCall } from './schedule/make-call.ts';
import { PlaceWanted } from './schedule/place-wanted.ts';
import { PlanPolls } from './schedule/plan-polls.ts';
import { PollLoops } from './schedule/poll-loops.ts';
import { SettlePolls } from './schedule/settle-polls.ts';
import { TakePolls } from './schedule/take-polls.ts';

/** A secret of a carrier: one that is declared, two of which are given while it is rotated, or any other of the environment. */
const settingOf =
  (config: CarrierTrackingConfig) =>
  (name: string): string | undefined => {
    const declared = (config as unknown as Record<string, string | readonly string[] | undefined>)[name];
    return (
      (typeof declared === 'object' ? declared[0] : declared) ?? (process.env[name]?.trim() || undefined)
    );
  };

const pollersOf = (config: CarrierTrackingConfig, mappings: CarrierMappings): readonly Poller[] =>
  loadPollers(
    config.POLLED_CARRIERS,
    [...(config.POLLED_CARRIERS_DIR ? [config.POLLED_CARRIERS_DIR] : []), ownPollFiles],
    { senders: new Set(mappings.senders), setting: settingOf(config) },
  );

/** Carriers who do not push: whom to ask, how often, and what becomes of their answers. */
@Module({
  imports: [PayloadsModule, StoresModule, CarriersModule],
  providers: [
    { provide: POLLERS, inject: [CONFIG, CarrierMappings], useFactory: pollersOf },
    SystemClock,
    PlanPolls,
    AdoptNumbers,
    ArrangeGroups,
    PlaceWanted,
    TakePolls,
    MakeCall,
    SettlePolls,
    PollLoops,
  ],
  exports: [POLLERS, SystemClock, PlanPolls],
})
export class PollCarriersModule {}
