import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  ApiIdempotencyKey,
  CONFIG,
  IdempotencyKey,
  Merchant,
  notFound,
  Scopes,
  sendAnswer,
  type BaseConfig,
  type MerchantCaller,
} from '@landfall/service-kit';
import type { FastifyReply } from 'fastify';
import type { Marketplace } from '../marketplaces/marketplace-file.ts';
import { marketplaces } from '../marketplaces/marketplaces.ts';
import { ShopsStore, type ShopRow } from '../persistence/shops.store.ts';
import { MerchantRequests } from '../requests/merchant-requests.ts';
import { RegisterShopHandler } from './register-shop.handler.ts';
import { RegisterShopRequest } from './shop.request.ts';
import { ShopListResponse, ShopResponse } from './shop.response.ts';

const names = [...marketplaces.keys()];

@ApiTags('marketplaces')
@Controller('v1/marketplaces/:marketplace/shops')
export class RegisterShopController {
  constructor(
    private readonly requests: MerchantRequests,
    private readonly handler: RegisterShopHandler,
    private readonly unitOfWork: UnitOfWork,
    private readonly shops: ShopsStore,
    @Inject(CONFIG) private readonly config: Pick<BaseConfig, 'PUBLIC_URL'>,
  ) {}

  @Post()
  @Scopes('orders:write')
  @ApiIdempotencyKey()
  @ApiParam({ name: 'marketplace', enum: names })
  @ApiOperation({
    summary: 'Register a shop whose webhooks tell your orders',
    description: 'A shop belongs to one merchant. The same again changes its secrets, where some are sent.',
  })
  @ApiCreatedResponse({ type: ShopResponse })
  @ApiOkResponse({ type: ShopResponse, description: 'You had registered it before.' })
  async register(
    @Merchant() { merchantId }: MerchantCaller,
    @Param('marketplace') name: string,
    @Body() body: RegisterShopRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const marketplace = marketplaceOf(name);
    const route = `POST /v1/marketplaces/${marketplace.name}/shops`;
    const answer = await this.requests.run({ merchantId, route, key, body }, async (tx) => {
      const { shop, isNew } = await this.handler.register(tx, merchantId, marketplace, body);
      return { status: isNew ? 201 : 200, body: this.view(marketplace, shop) };
    });
    return sendAnswer(reply, answer);
  }

  @Get()
  @Scopes('orders:read')
  @ApiParam({ name: 'marketplace', enum: names })
  @ApiOperation({ summary: 'List your shops' })
  @ApiOkResponse({ type: ShopListResponse })
  async list(
    @Merchant() { merchantId }: MerchantCaller,
    @Param('marketplace') name: string,
  ): Promise<ShopListResponse> {
    const marketplace = marketplaceOf(name);
    const shops = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.shops.ofMerchant(tx, marketplace.name, merchantId),
    );
    return { data: shops.map((shop) => this.view(marketplace, shop)) };
  }

  private view(marketplace: Marketplace, shop: ShopRow): ShopResponse {
    return {
      id: shop.id,
      marketplace: shop.marketplace,
      domain: shop.domain,
      webhookUrl: `${this.config.PUBLIC_URL}/v1/marketplaces/${shop.marketplace}/webhooks`,
      topics: Object.keys(marketplace.file.topics),
      hasSecrets: shop.sealed_secrets !== null,
      registeredAt: shop.registered_at.toISOString(),
    };
  }
}

const marketplaceOf = (name: string): Marketplace => {
  const marketplace = marketplaces.get(name);
  if (!marketplace) throw notFound(`The marketplace ${name.slice(0, 64)}`);
  return marketplace;
};
