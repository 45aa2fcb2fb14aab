import { defineService, handOverRawBodies } from '@landfall/service-kit';
import { CapacityPoolModule } from './capacity-pool.module.ts';
import { CreateCapacityPool1764000000000 } from './persistence/migrations/1764000000000-create-capacity-pool.ts';
import { KeepAnswersAsGiven1764000000230 } from './persistence/migrations/1764000000230-keep-answers-as-given.ts';

/** Providers and routes, what is claimed of them and what was measured. */
export const capacityPool = defineService({
  name: 'capacity-pool',
  schema: 'capacity_pool',
  migrations: [CreateCapacityPool1764000000000, KeepAnswersAsGiven1764000000230],
  module: CapacityPoolModule,
  configure: handOverRawBodies,
});
