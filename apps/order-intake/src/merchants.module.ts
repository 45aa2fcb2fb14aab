import { Module } from '@nestjs/common';
import { CONFIG } from '@landfall/service-kit';
import { CreateMerchantHandler } from './create-merchant/create-merchant.handler.ts';
import { Vault } from './encryption/vault.ts';
import { EraseBuyerHandler } from './erase-buyer/erase-buyer.handler.ts';
import { LookupBuyersController } from './lookup-buyers/lookup-buyers.controller.ts';
import { PeopleReader } from './order/people.reader.ts';
import { BuyersStore } from './persistence/buyers.store.ts';
import { MerchantsStore } from './persistence/merchants.store.ts';
import { RevokeApiKeyHandler } from './revoke-api-key/revoke-api-key.handler.ts';
import { VerifyApiKeyController } from './verify-api-key/verify-api-key.controller.ts';

/** Merchants, their API keys and the people who bought from them. */
@Module({
  controllers: [VerifyApiKeyController, LookupBuyersController],
  providers: [
    {
      provide: Vault,
      inject: [CONFIG],
      useFactory: (config: { LANDFALL_MASTER_KEY: string }) => new Vault(config.LANDFALL_MASTER_KEY),
    },
    MerchantsStore,
    BuyersStore,
    PeopleReader,
    CreateMerchantHandler,
    RevokeApiKeyHandler,
    EraseBuyerHandler,
  ],
  exports: [Vault, MerchantsStore, BuyersStore, PeopleReader],
})
export class MerchantsModule {}
