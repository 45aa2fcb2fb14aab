import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { MerchantsStore } from '../persistence/merchants.store.ts';
import { apiKeyHash } from '../verify-api-key/api-key-hash.ts';

/** Puts an API key out of use for good. */
@Injectable()
export class RevokeApiKeyHandler {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly merchants: MerchantsStore,
  ) {}

  /** Tells whether the key was in use. */
  revoke(key: string): Promise<boolean> {
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, (tx) =>
      this.merchants.revokeKey(tx, apiKeyHash(key)),
    );
  }
}
