import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import { PayloadKeys } from './payload-keys.ts';

const everyMs = 60 * 60 * 1000;

/** Destroys day keys when their time has come, by the system clock: at the start and then every hour. */
@Injectable()
export class PayloadRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly keys: PayloadKeys,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const work = () => (this.running = this.destroyExpired());
    this.timer = setInterval(work, everyMs).unref();
    work();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async destroyExpired(): Promise<void> {
    try {
      await this.keys.destroyExpired();
    } catch (error) {
      this.logger.warn({ err: error }, 'expired payload keys could not be destroyed; tried again in an hour');
    }
  }
}
