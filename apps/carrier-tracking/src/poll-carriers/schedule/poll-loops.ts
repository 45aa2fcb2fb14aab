import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { CONFIG, LOGGER } from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import type { CarrierTrackingConfig } from '../../carrier-tracking.settings.ts';
import { PollerStore } from '../../persistence/poller.store.ts';
import { POLLERS, type Poller } from '../poller.ts';
import { AdoptNumbers } from './adopt-numbers.ts';
import { MakeCall } from './make-call.ts';
import { PollerLoop } from './poller-loop.ts';
import { SettlePolls } from './settle-polls.ts';
import { TakePolls } from './take-polls.ts';

/** Asks all carriers who are polled while the service runs. Under the replay clock nobody is: they tell of the present. */
@Injectable()
export class PollLoops implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: readonly PollerLoop[];
  private readonly active: boolean;
  private readonly stopping = new AbortController();
  private beginning: Promise<void> = Promise.resolve();

  constructor(
    @Inject(POLLERS) private readonly pollers: readonly Poller[],
    @Inject(CONFIG) config: CarrierTrackingConfig,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly unitOfWork: UnitOfWork,
    private readonly store: PollerStore,
    private readonly adopt: AdoptNumbers,
    takes: TakePolls,
    calls: MakeCall,
    settles: SettlePolls,
  ) {
    this.active = config.LANDFALL_CLOCK === 'system' && pollers.length > 0;
    this.loops = pollers.map((poller) => new PollerLoop(poller, { takes, calls, settles, logger }));
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.active) return;
    await this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) =>
      this.store.add(
        tx,
        this.pollers.map(({ name }) => name),
      ),
    );
    this.beginning = this.adopt
      .adopt(this.stopping.signal)
      .catch((error: unknown) =>
        this.logger.warn(
          { err: error },
          'numbers registered before were not taken up; tried again at the next start',
        ),
      );
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.beginning, ...this.loops.map((loop) => loop.stop())]);
  }
}
