import { parseArgs } from 'node:util';
import { endComposeStack } from './compose-stack.ts';
import { dockerEngine } from './docker-engine.ts';
import { endNativeServers } from './native-stack.ts';
import { ownerOf, release } from './ownership.ts';
import { forgetStack, provideStack, stackRecord } from './provide-stack.ts';
import type { StackRecord } from './provide-stack.ts';
import { probeKafka, probePostgres } from './readiness.ts';
import { startDir } from './repository.ts';
import { rmSync } from 'node:fs';
import { runMain } from './shutdown.ts';
import type { Shutdown } from './shutdown.ts';

const usage = `npm run stack -- up | down | status [--wipe]
  up      starts Kafka and Postgres, leaves them running, prints what to export
  down    stops them; --wipe removes their data too
  status  says whether they answer (exit code 0 only when both do)`;

function printExports(record: Pick<StackRecord, 'kafkaBrokers' | 'databaseUrl'>): void {
  console.log(`export KAFKA_BROKERS=${record.kafkaBrokers}`);
  console.log(`export DATABASE_URL='${record.databaseUrl}'`);
}

async function up(shutdown: Shutdown): Promise<number> {
  const owner = ownerOf(startDir);
  const record = stackRecord(startDir);
  if (owner && record) {
    console.log(`Kafka and Postgres belong to the running "npm start" (process ${owner.pid}).`);
    printExports(record);
    return 0;
  }
  const started = Date.now();
  const stack = await provideStack({
    purpose: 'start',
    detached: true,
    signal: shutdown.signal,
    log: (line) => console.error(line),
  });
  release(startDir);
  console.error(
    `Kafka and Postgres are up (${stack.mode}, ${((Date.now() - started) / 1000).toFixed(1)} s).`,
  );
  printExports(stack);
  return 0;
}

async function down(wipe: boolean): Promise<number> {
  const owner = ownerOf(startDir);
  if (owner)
    throw new Error(`"npm start" is running on this stack (process ${owner.pid}): end it with Ctrl-C first.`);
  if (dockerEngine().compose) await endComposeStack(startDir, wipe);
  await endNativeServers(startDir, wipe);
  forgetStack(startDir);
  if (wipe) rmSync(startDir, { recursive: true, force: true });
  console.log(wipe ? 'Kafka and Postgres are down, their data is removed.' : 'Kafka and Postgres are down.');
  return 0;
}

async function status(): Promise<number> {
  const record = stackRecord(startDir);
  if (!record) {
    console.log('Kafka and Postgres are down.');
    return 1;
  }
  const answers = async (probe: Promise<void>): Promise<boolean> =>
    probe.then(
      () => true,
      () => false,
    );
  const kafka = await answers(probeKafka(record.kafkaBrokers));
  const postgres = await answers(probePostgres(record.databaseUrl));
  console.log(`mode     ${record.mode}${record.detached ? '' : ' (of "npm start")'}`);
  console.log(`Kafka    ${record.kafkaBrokers}  ${kafka ? 'up' : 'does not answer'}`);
  console.log(`Postgres ${new URL(record.databaseUrl).host}  ${postgres ? 'up' : 'does not answer'}`);
  return kafka && postgres ? 0 : 1;
}

await runMain(async (shutdown) => {
  const { values, positionals } = parseArgs({
    options: { wipe: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [action] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (action === 'up') return up(shutdown);
  if (action === 'down') return down(values.wipe);
  if (action === 'status') return status();
  console.error(usage);
  return 2;
});
