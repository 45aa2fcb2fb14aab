import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import { notFound, RequireService, Text, type MerchantCaller } from '@landfall/service-kit';
import { MerchantsStore } from '../persistence/merchants.store.ts';
import { apiKeyHash } from './api-key-hash.ts';

export class VerifyApiKeyRequest {
  @Text({ max: 1_000 }) key!: string;
}

/** For the gateway: whose key it is, and what the key may do. */
@ApiExcludeController()
@UseGuards(RequireService)
@Controller('internal/api-keys/verify')
export class VerifyApiKeyController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly merchants: MerchantsStore,
  ) {}

  /** 404 for a key that never was or was revoked. */
  @Post()
  @HttpCode(200)
  async verify(@Body() { key }: VerifyApiKeyRequest): Promise<MerchantCaller> {
    const found = await this.unitOfWork.run({ pool: 'http', merchants: [] }, (tx) =>
      this.merchants.findKey(tx, apiKeyHash(key)),
    );
    if (!found || found.revoked) throw notFound('The API key');
    return { merchantId: found.merchant_id, keyId: found.id, scopes: found.scopes };
  }
}
