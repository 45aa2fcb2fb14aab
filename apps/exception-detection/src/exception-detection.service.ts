import { defineService, handOverRawBodies } from '@landfall/service-kit';
import { ExceptionDetectionModule } from './exception-detection.module.ts';
import { CreateExceptionDetection1764000000000 } from './persistence/migrations/1764000000000-create-exception-detection.ts';
import { DigestWhatWasTold1764000000030 } from './persistence/migrations/1764000000030-digest-what-was-told.ts';
import { LookAtParcelsAgain1764000000040 } from './persistence/migrations/1764000000040-look-at-parcels-again.ts';
import { KeepRoutes1764000000050 } from './persistence/migrations/1764000000050-keep-routes.ts';
import { WatchOrders1764000000060 } from './persistence/migrations/1764000000060-watch-orders.ts';
import { LearnDwell1764000000070 } from './persistence/migrations/1764000000070-learn-dwell.ts';
import { WatchIncidents1764000000080 } from './persistence/migrations/1764000000080-watch-incidents.ts';
import { TakeConsumerReports1764000000090 } from './persistence/migrations/1764000000090-take-consumer-reports.ts';
import { SweepInOrder1764000000100 } from './persistence/migrations/1764000000100-sweep-in-order.ts';
import { LookWhenHeard1764000000130 } from './persistence/migrations/1764000000130-look-when-heard.ts';
import { RecordEpcis1764000000190 } from './persistence/migrations/1764000000190-record-epcis.ts';
import { RememberLooks1764000000110 } from './persistence/migrations/1764000000110-remember-looks.ts';
import { WatchUnits1764000000210 } from './persistence/migrations/1764000000210-watch-units.ts';
import { KeepModelsAsTold1764000000220 } from './persistence/migrations/1764000000220-keep-models-as-told.ts';
import { KeepAnswersAsGiven1764000000230 } from './persistence/migrations/1764000000230-keep-answers-as-given.ts';
import { SeeEachLook1764000000240 } from './persistence/migrations/1764000000240-see-each-look.ts';
import { TellDepartures1764000000250 } from './persistence/migrations/1764000000250-tell-departures.ts';
import { KeepParcelsAsTold1764000000260 } from './persistence/migrations/1764000000260-keep-parcels-as-told.ts';

export const exceptionDetection = defineService({
  name: 'exception-detection',
  schema: 'exception_detection',
  migrations: [
    CreateExceptionDetection1764000000000,
    DigestWhatWasTold1764000000030,
    LookAtParcelsAgain1764000000040,
    KeepRoutes1764000000050,
    WatchOrders1764000000060,
    LearnDwell1764000000070,
    WatchIncidents1764000000080,
    TakeConsumerReports1764000000090,
    SweepInOrder1764000000100,
    RememberLooks1764000000110,
    LookWhenHeard1764000000130,
    RecordEpcis1764000000190,
    WatchUnits1764000000210,
    KeepModelsAsTold1764000000220,
    KeepAnswersAsGiven1764000000230,
    SeeEachLook1764000000240,
    TellDepartures1764000000250,
    KeepParcelsAsTold1764000000260,
  ],
  module: ExceptionDetectionModule,
  fetchEveryMs: 30,
  configure: handOverRawBodies,
});
