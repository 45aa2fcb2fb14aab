import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { BuyersStore } from '../persistence/buyers.store.ts';

/** Erases a person: the buyer's key is destroyed, orders and figures stay. */
@Injectable()
export class EraseBuyerHandler {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly buyers: BuyersStore,
  ) {}

  /** Tells whether there was anything to erase. */
  erase(merchantId: string, buyerId: string): Promise<boolean> {
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.buyers.erase(tx, merchantId, buyerId),
    );
  }
}
