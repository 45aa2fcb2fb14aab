import { defineService, handOverRawBodies } from '@landfall/service-kit';
import { AnalyticsModule } from './analytics.module.ts';
import { CreateAnalytics1764000000000 } from './persistence/migrations/1764000000000-create-analytics.ts';

/** Facts of parcels and the scorecards made from them. */
export const analytics = defineService({
  name: 'analytics',
  schema: 'analytics',
  migrations: [CreateAnalytics1764000000000],
  module: AnalyticsModule,
  configure: handOverRawBodies,
});
