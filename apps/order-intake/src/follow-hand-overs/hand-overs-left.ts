import { Inject, Injectable } from '@nestjs/common';
import type { handOversTopic } from '@landfall/contracts';
import type { ReceivedEvent } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Gauges, LOGGER } from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';

/** Says which hand-overs were not followed, and why: the merchant may still add the number himself. */
@Injectable()
export class HandOversLeft {
  private left = 0;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    gauges: Gauges,
  ) {
    gauges.add({
      name: 'landfall_hand_overs_left',
      help: 'Numbers that carriers told of since the start and that were not added to their parcels; the log says why.',
      read: () => this.left,
    });
  }

  /** Notes one, once the transaction has been committed. */
  note(tx: Transaction, { merchantId, data }: ReceivedEvent<typeof handOversTopic>, because: string): void {
    tx.afterCommit(() => {
      this.left += 1;
      const { parcelId, trackingNumber, carrier, source, rawPayloadRef } = data;
      this.logger.warn(
        { merchantId, parcelId, trackingNumber, carrier, source, rawPayloadRef, because },
        'a hand-over was not followed',
      );
    });
  }
}
