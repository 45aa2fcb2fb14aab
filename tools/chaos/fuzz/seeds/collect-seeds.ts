import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { filedMappings } from '../../../mappings/mapping-files.ts';
import { recordedUnder } from '../../../mappings/recorded-payloads.ts';
import { compiled } from '../../../stack/compiled.ts';
import { madeSeeds } from './made-bodies.ts';
import type { Seed } from './seed.ts';

const { builtInFolder } = await compiled('carrier-tracking/carriers/mapping/built-in');
const { signedSenders } = await compiled('carrier-tracking/receive-signed-push/signed-senders');

/** What is used of an example of a mapping file. */
interface Example {
  readonly payload: string;
  readonly number?: string;
}

/** A payload that is larger makes nothing else happen, only slower. */
const largest = 200_000;

/**
 * The bodies that all others are made of: those of our own, the examples of the mapping files, and what was recorded. The
 * same for the same folder.
 * @param dir of recorded payloads, as `npm run mappings -- check` takes it
 */
export function collectSeeds(dir: string | undefined): Seed[] {
  const payloads = [...examples(), ...(dir === undefined ? [] : recorded(dir))].filter(
    ({ body }) => body.length <= largest,
  );
  const signed = new Set(signedSenders.map(({ sender }) => sender));
  const pushes = payloads
    .filter(({ of }) => signed.has(of))
    .map((seed): Seed => ({ ...seed, edge: 'push', contentType: 'application/json' }));
  const [workbooks, others] = [true, false].map((is) =>
    madeSeeds.filter(({ of }) => (of === 'workbook') === is),
  );
  // As often as payloads, of which there are many more; workbooks take longer than all others.
  const times = Math.max(1, Math.round(payloads.length / 2 / madeSeeds.length));
  return [
    ...payloads,
    ...pushes,
    ...(workbooks ?? []),
    ...Array.from({ length: times }, () => others ?? []).flat(),
  ];
}

function examples(): Seed[] {
  const folder = join(builtInFolder, 'examples');
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const of = basename(file, '.yaml');
      const all = parse(readFileSync(join(folder, file), 'utf8')) as Example[];
      return all.map(({ payload, number }) => payloadOf(of, Buffer.from(payload), number));
    });
}

function recorded(dir: string): Seed[] {
  return recordedUnder(dir, filedMappings(undefined)).flatMap(({ filed, payloads }) =>
    filed ? payloads.map(({ body }) => payloadOf(filed.mapping.sender, body, undefined)) : [],
  );
}

const payloadOf = (of: string, body: Buffer, number: string | undefined): Seed => ({
  edge: 'payload',
  of,
  body,
  contentType: body.toString('latin1').trimStart().startsWith('<') ? 'application/xml' : 'application/json',
  number: number ?? 'LZ000000001CN',
});
