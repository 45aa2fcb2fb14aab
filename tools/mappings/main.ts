import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { builtInMappings } from '../../apps/carrier-tracking/src/carriers/mapping/built-in.ts';
import { runMain } from '../stack/shutdown.ts';
import { checkSender } from './check-sender.ts';
import { recordedUnder } from './recorded-payloads.ts';
import { reportOf, textOf } from './report.ts';

const usage = `npm run mappings -- check DIR [options]
  check DIR      reads the JSON and XML files under a folder with the mapping file of the sender whose name one of their
                 folders has, and holds them against the expected__*.json of karrio that lie beside them
  --only NAME    of one sender only
  --json FILE    write the report there
Exit code 0 only when every payload is understood, every event has a time, every code is mapped or declared, and every
disagreement with karrio is declared in apps/carrier-tracking/mappings/disagreements.`;

await runMain(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [command, dir] = positionals;
  if (values.help || command !== 'check' || dir === undefined || !existsSync(dir)) {
    console.log(command === 'check' && dir !== undefined ? `${dir} is not there.\n${usage}` : usage);
    return Promise.resolve(values.help ? 0 : 2);
  }
  const { only } = values;
  const senders = recordedUnder(dir, builtInMappings()).filter(
    ({ name }) => only === undefined || name === only,
  );
  if (senders.length === 0) {
    console.error(`There is nothing recorded ${only === undefined ? `in ${dir}` : `of ${only} in ${dir}`}.`);
    return Promise.resolve(1);
  }
  const report = reportOf(Object.fromEntries(senders.map((sender) => [sender.name, checkSender(sender)])));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  console.log(textOf(report));
  return Promise.resolve(Object.values(report.senders).every(({ ok }) => ok) ? 0 : 1);
});
