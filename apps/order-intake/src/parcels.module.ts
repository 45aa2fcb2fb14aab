import { Module } from '@nestjs/common';
import { AddTrackingNumberController } from './add-tracking-number/add-tracking-number.controller.ts';
import { AddTrackingNumberHandler } from './add-tracking-number/add-tracking-number.handler.ts';
import { NextNumber } from './add-tracking-number/next-number.ts';
import { EndParcelsConsumer } from './end-parcels/end-parcels.consumer.ts';
import { FollowHandOversConsumer } from './follow-hand-overs/follow-hand-overs.consumer.ts';
import { FollowHandOversHandler } from './follow-hand-overs/follow-hand-overs.handler.ts';
import { HandOversLeft } from './follow-hand-overs/hand-overs-left.ts';
import { OrdersModule } from './orders.module.ts';
import { TrackingLinks } from './parcel/tracking-links.ts';
import { ReadParcelController } from './read-parcel/read-parcel.controller.ts';
import { RegisterParcelController } from './register-parcel/register-parcel.controller.ts';
import { RegisterParcelHandler } from './register-parcel/register-parcel.handler.ts';
import { CheckNumbers } from './tracking-numbers/check-numbers.ts';

/** Parcels from registration to their end. */
@Module({
  imports: [OrdersModule],
  controllers: [
    RegisterParcelController,
    AddTrackingNumberController,
    ReadParcelController,
    EndParcelsConsumer,
    FollowHandOversConsumer,
  ],
  providers: [
    RegisterParcelHandler,
    AddTrackingNumberHandler,
    NextNumber,
    FollowHandOversHandler,
    HandOversLeft,
    CheckNumbers,
    TrackingLinks,
  ],
})
export class ParcelsModule {}
