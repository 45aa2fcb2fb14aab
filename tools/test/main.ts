import { parseArgs } from 'node:util';
import { provideStack } from '../stack/provide-stack.ts';
import type { Stack } from '../stack/stack.ts';
import { messageOf, runMain } from '../stack/shutdown.ts';
import type { Shutdown } from '../stack/shutdown.ts';
import { chosenParts, partNames, parts } from './parts.ts';
import { closingLine, single, sum } from './tally.ts';
import type { Tally } from './tally.ts';

const usage = `npm test [-- --only part[,part]]
  the parts: ${partNames.join(', ')}`;

/** Kafka and Postgres for this run, started when a part first asks for them. */
function sharedStack(shutdown: Shutdown): () => Promise<NodeJS.ProcessEnv> {
  let starting: Promise<Stack> | undefined;
  const begin = async (): Promise<Stack> => {
    const stack = await provideStack({ purpose: 'test', signal: shutdown.signal, log: console.log });
    shutdown.defer(() => stack.stop());
    console.log(`Kafka and Postgres for this run are up (${stack.mode}).`);
    return stack;
  };
  return async () => {
    const { kafkaBrokers, databaseUrl } = await (starting ??= begin());
    return { TEST_KAFKA_BROKERS: kafkaBrokers, TEST_DATABASE_URL: databaseUrl };
  };
}

async function runParts(only: string | undefined, shutdown: Shutdown): Promise<Tally> {
  const { signal } = shutdown;
  const context = { signal, stackEnvironment: sharedStack(shutdown) };
  const tallies: Tally[] = [];
  for (const name of chosenParts(only)) {
    console.log(`\n== ${name}`);
    const startedAt = Date.now();
    const tally = await parts[name](context).catch((error: unknown) => {
      signal.throwIfAborted();
      console.error(messageOf(error));
      return single(`${name}: ${messageOf(error).split('\n')[0]}`, false);
    });
    tallies.push(tally);
    console.log(`== ${name}: ${closingLine(tally)} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
  return sum(tallies);
}

await runMain(async (shutdown) => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const total = await runParts(values.only, shutdown);
  await shutdown.close();
  if (total.failures.length > 0) console.log(['\nFailed:', ...total.failures].join('\n  '));
  if (total.skipped.length > 0) console.log(['\nSkipped:', ...total.skipped].join('\n  '));
  console.log(`\n${closingLine(total)}`);
  return total.failed === 0 ? 0 : 1;
});
