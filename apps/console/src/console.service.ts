import { defineService } from '@landfall/service-kit';
import { ConsoleModule } from './console.module.ts';
import { gatewaySettings } from './gateway/gateway.settings.ts';
import { serveMergedDocument } from './open-api/serve-merged-document.ts';
import { CreateConsole1764000000000 } from './persistence/migrations/1764000000000-create-console.ts';

export const consoleService = defineService({
  name: 'console',
  schema: 'console',
  settings: gatewaySettings,
  migrations: [CreateConsole1764000000000],
  module: ConsoleModule,
  configure: serveMergedDocument,
});
