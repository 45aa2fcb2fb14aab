import { Module } from '@nestjs/common';
import { MerchantsModule } from './merchants.module.ts';
import { OrdersModule } from './orders.module.ts';
import { MarketplaceOrdersStore } from './persistence/marketplace-orders.store.ts';
import { MarketplaceParcelsStore } from './persistence/marketplace-parcels.store.ts';
import { ShopsStore } from './persistence/shops.store.ts';
import { ApplyWebhook } from './receive-webhook/apply-webhook.ts';
import { DeliveryRetention } from './receive-webhook/delivery-retention.ts';
import { ReceiveWebhookController } from './receive-webhook/receive-webhook.controller.ts';
import { ReceiveWebhookHandler } from './receive-webhook/receive-webhook.handler.ts';
import { RefusedWebhooks } from './receive-webhook/refused-webhooks.ts';
import { ShopSecrets } from './receive-webhook/shop-secrets.ts';
import { RegisterShopController } from './register-shop/register-shop.controller.ts';
import { RegisterShopHandler } from './register-shop/register-shop.handler.ts';
import { ChangeBuyer } from './sync-order/change-buyer.ts';
import { ChangeOrder } from './sync-order/change-order.ts';
import { FollowShipments } from './sync-order/follow-shipments.ts';
import { SyncOrderHandler } from './sync-order/sync-order.handler.ts';

/** Shops of marketplaces and what their webhooks tell. */
@Module({
  imports: [MerchantsModule, OrdersModule],
  controllers: [ReceiveWebhookController, RegisterShopController],
  providers: [
    ShopsStore,
    MarketplaceOrdersStore,
    MarketplaceParcelsStore,
    ShopSecrets,
    RefusedWebhooks,
    ApplyWebhook,
    ReceiveWebhookHandler,
    DeliveryRetention,
    RegisterShopHandler,
    ChangeBuyer,
    ChangeOrder,
    FollowShipments,
    SyncOrderHandler,
  ],
})
export class MarketplacesModule {}
