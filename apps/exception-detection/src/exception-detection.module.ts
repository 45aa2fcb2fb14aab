import { Module } from '@nestjs/common';
import { ExportEpcisController } from './export-epcis/export-epcis.controller.ts';
import { KeepRoutesConsumer } from './keep-routes/keep-routes.consumer.ts';
import { LaneRefresh } from './learn-dwell/lane-refresh.source.ts';
import { LearnedLanes } from './learn-dwell/learned-lanes.ts';
import { QueryEpcisController } from './query-epcis/query-epcis.controller.ts';
import { ReadExceptionsController } from './read-exceptions/read-exceptions.controller.ts';
import { ReadIncidentsController } from './read-incidents/read-incidents.controller.ts';
import { ReadParcelsController } from './read-parcels/read-parcels.controller.ts';
import { TakeConsumerReportController } from './take-consumer-report/take-consumer-report.controller.ts';
import { TakeConsumerReport } from './take-consumer-report/take-consumer-report.handler.ts';
import { DueParcels } from './track-parcel/due-parcels.source.ts';
import { ParcelNewsConsumer } from './track-parcel/parcel-news.consumer.ts';
import { RegistrationOnItsWay } from './track-parcel/registration-on-its-way.ts';
import { SurroundingsReader } from './track-parcel/surroundings.ts';
import { TrackParcels } from './track-parcel/track-parcels.ts';
import { FeedsHeard } from './watch-incidents/feeds-heard.ts';
import { IncidentWatch } from './watch-incidents/incident-watch.source.ts';
import { DueOrders } from './watch-orders/due-orders.source.ts';
import { OrderNewsConsumer } from './watch-orders/order-news.consumer.ts';
import { WatchOrders } from './watch-orders/watch-orders.ts';

@Module({
  controllers: [
    ParcelNewsConsumer,
    KeepRoutesConsumer,
    OrderNewsConsumer,
    ReadParcelsController,
    ExportEpcisController,
    QueryEpcisController,
    ReadExceptionsController,
    ReadIncidentsController,
    TakeConsumerReportController,
  ],
  providers: [
    SurroundingsReader,
    RegistrationOnItsWay,
    TrackParcels,
    TakeConsumerReport,
    FeedsHeard,
    // Sources are swept in this order: what an incident explains is known before it is found.
    IncidentWatch,
    DueParcels,
    WatchOrders,
    DueOrders,
    LearnedLanes,
    LaneRefresh,
  ],
})
export class ExceptionDetectionModule {}
