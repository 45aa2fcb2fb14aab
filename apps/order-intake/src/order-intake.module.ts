import { Module } from '@nestjs/common';
import { MarketplacesModule } from './marketplaces.module.ts';
import { MerchantsModule } from './merchants.module.ts';
import { OrdersModule } from './orders.module.ts';
import { ParcelsModule } from './parcels.module.ts';

@Module({ imports: [MerchantsModule, OrdersModule, ParcelsModule, MarketplacesModule] })
export class OrderIntakeModule {}
