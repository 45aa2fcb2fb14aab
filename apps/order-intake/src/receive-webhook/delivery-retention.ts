import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HourlyWork } from '@landfall/messaging';
import { UnitOfWork } from '@landfall/persistence';
import { LOGGER } from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import { MarketplaceOrdersStore } from '../persistence/marketplace-orders.store.ts';

/** Forgets deliveries when nobody repeats them any more, by the system clock: at the start and then every hour. */
@Injectable()
export class DeliveryRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: HourlyWork;

  constructor(unitOfWork: UnitOfWork, orders: MarketplaceOrdersStore, @Inject(LOGGER) logger: Logger) {
    this.work = new HourlyWork(
      () => unitOfWork.run({ pool: 'http', merchants: [] }, (tx) => orders.forgetDeliveries(tx)),
      (error) => logger.warn({ err: error }, 'old deliveries could not be forgotten; tried again soon'),
    );
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }
}
