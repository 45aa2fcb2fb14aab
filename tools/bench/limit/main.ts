import { migrate } from '@landfall/persistence';
import { Client } from 'pg';
import { scanStream } from '../../workload/scan-stream.ts';
import { Progress, readSettings, seed } from '../participant.ts';
import { batchesOf, rowsOf } from './batches.ts';
import { copyIn } from './copy-in.ts';
import { CreateTables1764000000000 } from './create-tables.migration.ts';

const eventsPerTransaction = 1_000;

const settings = readSettings();
await migrate({
  adminUrl: settings.adminUrl,
  serviceUrl: settings.databaseUrl,
  schema: settings.schema,
  migrations: [CreateTables1764000000000],
});
const client = new Client({
  connectionString: settings.databaseUrl,
  options: `-c search_path=${settings.schema}`,
});
await client.connect();
const progress = new Progress(settings);
const batches = [...batchesOf(scanStream(seed, settings.total), eventsPerTransaction)];

let copying = Promise.resolve();
for (const batch of batches) {
  // The next rows are put into COPY's form while Postgres takes these.
  const rows = Object.entries(rowsOf(batch));
  await copying;
  copying = (async () => {
    await client.query('BEGIN');
    for (const [into, text] of rows) await copyIn(client, into, text);
    await client.query('COMMIT');
    progress.committed(batch.eventIds.length);
  })();
}
await copying;
process.once('SIGTERM', () => void client.end().then(() => process.exit(0)));
