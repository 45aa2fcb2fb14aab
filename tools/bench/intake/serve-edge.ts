import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { createService, loadConfig, type ServiceDefinition } from '@landfall/service-kit';
import { createLogger } from '@landfall/telemetry';

/**
 * The edge of carrier-tracking as it is, in a process where its consumers are not started: what it takes stays on the
 * topic. The environment is that of the service.
 */
const { folder } = JSON.parse(process.argv[2] ?? '{}') as { folder: string };
const compiled = pathToFileURL(join(folder, 'dist', 'carrier-tracking.service.js')).href;
const { carrierTracking } = (await import(compiled)) as { carrierTracking: ServiceDefinition };

const app = await createService(
  carrierTracking,
  loadConfig(carrierTracking),
  createLogger('carrier-tracking'),
);
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ port: Number(new URL(await app.getUrl()).port) });
