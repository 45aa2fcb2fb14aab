import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  choosePorts,
  demoApiKey,
  developmentSenderKey,
  merchantKey,
  systemSecrets,
} from '../stack/environment.ts';
import { provideStack } from '../stack/provide-stack.ts';
import { repositoryRoot, startDir } from '../stack/repository.ts';
import { runMain } from '../stack/shutdown.ts';
import type { Shutdown } from '../stack/shutdown.ts';
import { playDemo } from './demo.ts';
import type { DemoKind } from './demo.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { endLeftovers, Supervisor } from './supervisor.ts';
import { readState, writeState } from '../stack/state-file.ts';
import { startSystem, type System } from './system.ts';
import { summary } from './summary.ts';

const usage = `npm start [-- options]
  --demo story|olist|none  what to play: a small made-up story (default), real orders, nothing
  --dir DIR                folder of the Olist data set, for --demo olist
  --merchant NAME          makes a merchant of your own (once) and prints its API key, with --demo none
  --clock system|replay    the system's clock (default; LANDFALL_CLOCK says otherwise), or one that only
                           PUT /v1/clock moves (default with --demo olist)`;

interface Options {
  readonly demo: DemoKind;
  readonly dir: string | undefined;
  readonly merchant: string | undefined;
  readonly clock: 'system' | 'replay';
}

function readOptions(): Options | string {
  const { values } = parseArgs({
    options: {
      demo: { type: 'string', default: 'story' },
      dir: { type: 'string' },
      merchant: { type: 'string' },
      clock: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return usage;
  const { demo, dir, merchant } = values;
  if (demo !== 'story' && demo !== 'olist' && demo !== 'none') return `--demo ${demo}?\n${usage}`;
  if (demo === 'olist' && (!dir || !existsSync(dir))) {
    return `--demo olist needs --dir with the folder of the Olist data set${dir ? ` (${dir} is not there)` : ''}.`;
  }
  const clock = values.clock ?? process.env['LANDFALL_CLOCK'] ?? (demo === 'olist' ? 'replay' : 'system');
  if (clock !== 'system' && clock !== 'replay') return `--clock ${clock}?\n${usage}`;
  if (demo === 'story' && clock === 'replay') return 'The story plays on the system clock: add --demo none.';
  if (merchant !== undefined && demo !== 'none') return '--merchant goes with --demo none.';
  return { demo, dir, merchant, clock };
}

async function start(options: Options, shutdown: Shutdown): Promise<number> {
  const startedAt = Date.now();
  const { signal } = shutdown;
  const log = (line: string): void => {
    console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  };
  const stack = await provideStack({ purpose: 'start', signal, log });
  shutdown.defer(() => stack.stop());
  log(`Kafka on ${stack.kafkaBrokers}, Postgres on ${new URL(stack.databaseUrl).host} (${stack.mode}).`);
  stack.supervise(log);

  const pidFile = join(startDir, 'programs.json');
  const leftovers = await endLeftovers(pidFile);
  if (leftovers > 0) log(`Ended ${leftovers} processes that a killed run had left behind.`);
  const logDir = join(startDir, 'logs');
  const supervisor = new Supervisor({ logDir, pidFile, report: log });
  shutdown.defer(() => supervisor.stop());
  const ports = await choosePorts(log);
  const mail = await startMailCatcher(supervisor);
  const secrets = systemSecrets(startDir);
  const system = await startSystem({
    stack,
    ports,
    secrets,
    smtpUrl: process.env['SMTP_URL'] ?? mail.smtpUrl,
    supervisor,
    clock: options.clock,
    dataDir: startDir,
    signal,
    log,
  });
  log('All services are ready.');

  const name = options.demo === 'none' ? options.merchant : 'Demo';
  const apiKey = options.demo === 'none' ? merchantKey(secrets, options.merchant) : demoApiKey;
  if (name !== undefined && apiKey !== undefined) {
    await createMerchantOnce(system, stack.databaseUrl, name, apiKey);
    const senderKey = process.env['CARRIER_17TRACK_API_KEY'] ?? developmentSenderKey;
    await playDemo({ url: system.url, apiKey, senderKey, kind: options.demo, dir: options.dir, signal, log });
  }
  console.log(
    summary({
      url: system.url,
      mailUrl: mail.url,
      apiKey,
      clock: options.clock,
      logDir: logDir.slice(repositoryRoot.length + 1),
    }),
  );
  await shutdown.requested();
  console.log('\nStopping: services, then Kafka and Postgres. The data stays.');
  await shutdown.close();
  console.log('Stopped.');
  return 0;
}

/** The command is idempotent, but a process of its own: a second start of the same data need not wait for it. */
async function createMerchantOnce(
  system: System,
  databaseUrl: string,
  name: string,
  key: string,
): Promise<void> {
  const file = join(startDir, 'merchant.json');
  const target = createHash('sha256').update(`${databaseUrl} ${name} ${key}`).digest('hex');
  if (readState<{ target: string }>(file)?.target === target) return;
  await system.command('order-intake', 'create-merchant', '--name', name, '--key', key);
  writeState(file, { target });
}

await runMain(async (shutdown) => {
  const options = readOptions();
  if (typeof options === 'string') {
    console.log(options);
    return options === usage ? 0 : 2;
  }
  return start(options, shutdown);
});
