import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from '../stack/shutdown.ts';
import { checkSender } from './check-sender.ts';
import { checkExamples } from './examples/check-examples.ts';
import { filedMappings, mappingNamed, type FiledMapping } from './mapping-files.ts';
import { readSender } from './read-sender.ts';
import { readText } from './read-text.ts';
import { recordedUnder } from './recorded-payloads.ts';
import { reportOf, textOf } from './report.ts';

const usage = `npm run mappings -- check [DIR] [options]
npm run mappings -- read FILE [--sender NAME]
  check DIR      reads the JSON and XML files under a folder with the mapping file of the sender whose name one of their
                 folders has, and holds them against the expected__*.json of karrio that lie beside them; and reads the
                 examples of the mapping files. Without DIR only these
  --only NAME    of one sender only
  --json FILE    write the report there
  read FILE      shows what is read of one answer, a line for each event: its time and how its zone was known, its code and
                 words, what that means and by which code, pattern or status it was found, and its place
  --sender NAME  whose answer it is; the nearest folder with a sender's name without it
Mapping files in the folder that CARRIER_MAPPINGS_DIR names go before ours of the same sender.
Exit code 0 only when every payload is understood, every event has a time, every code is mapped or declared, the examples
are read as they say, and every disagreement with karrio is declared in apps/carrier-tracking/mappings/disagreements.`;

type Mappings = ReadonlyMap<string, FiledMapping>;

function check(
  dir: string | undefined,
  mappings: Mappings,
  only: string | undefined,
  json: string | undefined,
): number {
  const isMeant = (name: string) => only === undefined || name === only;
  const filed = [...mappings.values()].filter(({ mapping }) => isMeant(mapping.sender));
  if (only !== undefined && filed.length === 0) {
    console.error(noFileOf(only));
    return 1;
  }
  const senders = dir === undefined ? [] : recordedUnder(dir, mappings).filter(({ name }) => isMeant(name));
  if (dir !== undefined && senders.length === 0) {
    console.error(`There is nothing recorded ${only === undefined ? `in ${dir}` : `of ${only} in ${dir}`}.`);
    return 1;
  }
  const report = reportOf(Object.fromEntries(senders.map((sender) => [sender.name, checkSender(sender)])), {
    files: filed.length,
    faults: filed.flatMap(checkExamples),
  });
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  console.log(textOf(report));
  return report.examples.faults.length === 0 && Object.values(report.senders).every(({ ok }) => ok) ? 0 : 1;
}

const noFileOf = (sender: string): string =>
  `${sender} has no mapping file: npm run new -- mapping ${sender} makes one.`;

function read(file: string, mappings: Mappings, sender: string | undefined): number {
  const names = sender === undefined ? dirname(file).split(sep).toReversed() : [sender];
  const filed = names.map((name) => mappingNamed(name, mappings)).find(Boolean);
  if (!filed) {
    console.error(
      sender === undefined
        ? `No folder of ${file} has a sender's name: name it with --sender.`
        : noFileOf(sender),
    );
    return 1;
  }
  const found = readSender(filed.mapping, [{ path: file, body: readFileSync(file) }]);
  console.log(readText(found, filed));
  const isRight = ({ events }: (typeof found.parcels)[number]) =>
    events.every(({ time, codeUnknown }) => time !== null && !codeUnknown);
  return found.unread.length === 0 && found.parcels.every(isRight) ? 0 : 1;
}

await runMain(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      json: { type: 'string' },
      sender: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [command = '', path] = positionals;
  const isKnown = command === 'check' || (command === 'read' && path !== undefined);
  const isThere = path === undefined || existsSync(path);
  if (values.help || !isKnown || !isThere) {
    console.log(isThere ? usage : `${path} is not there.\n${usage}`);
    return Promise.resolve(values.help ? 0 : 2);
  }
  const mappings = filedMappings(process.env['CARRIER_MAPPINGS_DIR']);
  return Promise.resolve(
    command === 'read' && path !== undefined
      ? read(path, mappings, values.sender)
      : check(path, mappings, values.only, values.json),
  );
});
