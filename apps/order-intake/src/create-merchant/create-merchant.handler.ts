import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { v7 } from 'uuid';
import { MerchantsStore } from '../persistence/merchants.store.ts';
import { apiKeyHash } from '../verify-api-key/api-key-hash.ts';
import { allScopes } from './scopes.ts';

export interface NewMerchant {
  name: string;
  /** The API key, 20 characters or more; only its hash is stored. */
  key: string;
  /** UUID; a new one unless told. */
  id?: string | undefined;
}

/** Makes a merchant with a key that may do everything; the same again changes nothing but the scopes. */
@Injectable()
export class CreateMerchantHandler {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly merchants: MerchantsStore,
  ) {}

  /** The merchant's id. A further key of a merchant is made with its id. Throws where the key cannot be used. */
  create({ name, key, id }: NewMerchant): Promise<string> {
    const hash = apiKeyHash(key);
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      await this.merchants.lockDirectory(tx);
      const known = await this.merchants.findKey(tx, hash);
      if (known?.revoked) throw new Error('the key was revoked: use another');
      const merchantId = known?.merchant_id ?? id ?? v7();
      if (id !== undefined && id !== merchantId) throw new Error(`the key belongs to merchant ${merchantId}`);
      await this.merchants.add(tx, merchantId, name);
      await this.merchants.putKey(tx, { id: v7(), merchantId, hash, scopes: allScopes, label: name });
      return merchantId;
    });
  }
}
