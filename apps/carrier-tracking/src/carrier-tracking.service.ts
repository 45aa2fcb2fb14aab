import { defineService, handOverRawBodies } from '@landfall/service-kit';
import { CarrierTrackingModule } from './carrier-tracking.module.ts';
import { carrierTrackingSettings } from './carrier-tracking.settings.ts';
import { CreateCarrierTracking1764000000000 } from './persistence/migrations/1764000000000-create-carrier-tracking.ts';
import { ForgetScans1764000000020 } from './persistence/migrations/1764000000020-forget-scans.ts';
import { CreateUnits1764000000090 } from './persistence/migrations/1764000000090-create-units.ts';
import { HandOver1764000000201 } from './persistence/migrations/1764000000201-hand-over.ts';
import { MapCodes1764000000160 } from './persistence/migrations/1764000000160-map-codes.ts';
import { GroupPolls1764000000180 } from './persistence/migrations/1764000000180-group-polls.ts';
import { NameUnits1764000000150 } from './persistence/migrations/1764000000150-name-units.ts';
import { OverrideMappings1764000000130 } from './persistence/migrations/1764000000130-override-mappings.ts';
import { PollCarriers1764000000140 } from './persistence/migrations/1764000000140-poll-carriers.ts';
import { KeepAnswersAsGiven1764000000230 } from './persistence/migrations/1764000000230-keep-answers-as-given.ts';

/** Takes what carriers and merchants tell about tracking numbers and tells parcels' followers of each scan once. */
export const carrierTracking = defineService({
  name: 'carrier-tracking',
  schema: 'carrier_tracking',
  settings: carrierTrackingSettings,
  migrations: [
    CreateCarrierTracking1764000000000,
    ForgetScans1764000000020,
    CreateUnits1764000000090,
    OverrideMappings1764000000130,
    PollCarriers1764000000140,
    NameUnits1764000000150,
    MapCodes1764000000160,
    GroupPolls1764000000180,
    HandOver1764000000201,
    KeepAnswersAsGiven1764000000230,
  ],
  module: CarrierTrackingModule,
  fetchEveryMs: 30,
  configure: handOverRawBodies,
});
