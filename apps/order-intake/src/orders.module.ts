import { Module } from '@nestjs/common';
import { CancelOrderController } from './cancel-order/cancel-order.controller.ts';
import { CancelOrderHandler } from './cancel-order/cancel-order.handler.ts';
import { FindOrdersController } from './find-orders/find-orders.controller.ts';
import { ImportOrdersController } from './import-orders/import-orders.controller.ts';
import { ImportOrdersHandler } from './import-orders/import-orders.handler.ts';
import { MerchantsModule } from './merchants.module.ts';
import { OrdersStore } from './persistence/orders.store.ts';
import { ParcelsStore } from './persistence/parcels.store.ts';
import { PlaceOrderBatchController } from './place-order-batch/place-order-batch.controller.ts';
import { PlaceOrderBatchHandler } from './place-order-batch/place-order-batch.handler.ts';
import { PlaceOrderController } from './place-order/place-order.controller.ts';
import { PlaceOrdersHandler } from './place-order/place-orders.handler.ts';
import { MerchantRequests } from './requests/merchant-requests.ts';

/** Orders from placing to cancelling. */
@Module({
  imports: [MerchantsModule],
  controllers: [
    PlaceOrderController,
    PlaceOrderBatchController,
    ImportOrdersController,
    FindOrdersController,
    CancelOrderController,
  ],
  providers: [
    MerchantRequests,
    OrdersStore,
    ParcelsStore,
    PlaceOrdersHandler,
    PlaceOrderBatchHandler,
    ImportOrdersHandler,
    CancelOrderHandler,
  ],
  exports: [MerchantRequests, OrdersStore, ParcelsStore, PlaceOrdersHandler, CancelOrderHandler],
})
export class OrdersModule {}
