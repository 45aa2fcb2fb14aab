import { defineService, handOverRawBodies } from '@landfall/service-kit';
import { NotificationsModule } from './notifications.module.ts';
import { notificationsSettings } from './notifications.settings.ts';
import { CreateNotifications1764000000000 } from './persistence/migrations/1764000000000-create-notifications.ts';
import { KeepTraceOfTracking1764100000000 } from './persistence/migrations/1764100000000-keep-trace-of-tracking.ts';

/** Tells consumers what happens to their parcels, once a node, and shows them a page of it. */
export const notifications = defineService({
  name: 'notifications',
  schema: 'notifications',
  settings: notificationsSettings,
  migrations: [CreateNotifications1764000000000, KeepTraceOfTracking1764100000000],
  module: NotificationsModule,
  configure: handOverRawBodies,
});
