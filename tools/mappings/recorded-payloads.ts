import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { carrierKeyOf } from '../../apps/carrier-tracking/src/scans/tracking-number.ts';
import { mappingNamed, type FiledMapping } from './mapping-files.ts';

/** What was recorded of one sender. */
export interface RecordedSender {
  /** Of its mapping file; of its folder where there is none. */
  name: string;
  filed: FiledMapping | undefined;
  payloads: RecordedFile[];
  /** What karrio reads of them, as it lies beside them. */
  expectations: unknown[];
}

export interface RecordedFile {
  /** Relative to the folder that is checked. */
  path: string;
  body: Buffer;
}

/** Folders that are no sender's name. */
const unnamed = /^(fixtures|examples?|payloads?|samples?)$/i;

/** All JSON and XML files under a folder, or the one file that is given, by the sender whose name a folder on the way to them has. */
export function recordedUnder(given: string, mappings: ReadonlyMap<string, FiledMapping>): RecordedSender[] {
  const senders = new Map<string, RecordedSender>();
  const isFile = statSync(given).isFile();
  const dir = isFile ? dirname(dirname(resolve(given))) : given;
  for (const file of isFile ? [resolve(given)] : filesUnder(dir)) {
    const path = relative(dir, file);
    const folders = (isFile ? file : path).split(sep).slice(0, -1);
    const filed = folders
      .toReversed()
      .map((name) => mappingFor(name, mappings))
      .find(Boolean);
    const name =
      filed?.mapping.sender ?? folders.findLast((folder) => !unnamed.test(folder)) ?? basename(dir);
    const sender = senders.get(name) ?? { name, filed, payloads: [], expectations: [] };
    senders.set(name, sender);
    const body = readFileSync(file);
    const expected = expectationIn(file, body);
    if (expected) sender.expectations.push(...expected);
    else sender.payloads.push({ path, body });
  }
  return [...senders.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|xml)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** By sender or alias, or by a sender that the folder's name begins with, as `17track-v2.4`. */
function mappingFor(folder: string, mappings: ReadonlyMap<string, FiledMapping>): FiledMapping | undefined {
  const key = carrierKeyOf(folder);
  return (
    mappingNamed(folder, mappings) ??
    [...mappings.values()].find(({ mapping }) => key.startsWith(`${mapping.sender}-`))
  );
}

/** Karrio's expectations are a list of trackings and one of messages. */
function expectationIn(file: string, body: Buffer): unknown[] | undefined {
  const named = basename(file).startsWith('expected__');
  if (!named && !/parsed/i.test(basename(file))) return undefined;
  const [trackings, messages] = JSON.parse(body.toString('utf8')) as unknown[];
  if (Array.isArray(trackings) && Array.isArray(messages)) return trackings;
  return named ? [] : undefined;
}
