import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HourlyWork } from '@landfall/messaging';
import { LOGGER } from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import { ForgetScansHandler } from './forget-scans.handler.ts';

/** Forgets scans of quiet numbers: at the start and then every hour. */
@Injectable()
export class ScanRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: HourlyWork;

  constructor(handler: ForgetScansHandler, @Inject(LOGGER) logger: Logger) {
    this.work = new HourlyWork(
      () => handler.forget(),
      (error) =>
        logger.warn({ err: error }, 'scans of quiet numbers could not be forgotten; tried again soon'),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }
}
