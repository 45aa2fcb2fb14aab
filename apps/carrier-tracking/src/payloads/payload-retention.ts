import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HourlyWork } from '@landfall/messaging';
import { LOGGER } from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import { PayloadKeys } from './payload-keys.ts';

/** Destroys day keys when their time has come, by the system clock: at the start and then every hour. */
@Injectable()
export class PayloadRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: HourlyWork;

  constructor(keys: PayloadKeys, @Inject(LOGGER) logger: Logger) {
    this.work = new HourlyWork(
      () => keys.destroyExpired(),
      (error) => logger.warn({ err: error }, 'expired payload keys could not be destroyed; tried again soon'),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }
}
