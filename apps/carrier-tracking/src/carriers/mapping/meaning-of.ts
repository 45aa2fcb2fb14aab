import type { Reading, Stopgap } from '../../scans/scan.ts';
import { codeKey, type CodeTable, type Mapping } from './mapping.ts';

const somewhereOnItsWay: Reading = { milestone: 'in_transit', leg: null, reason: null };

/** What an event means, and by which code. */
export interface Meaning {
  code: string;
  reading: Reading | null;
  /** Whether the file says what it means. */
  known: boolean;
  /** What it was read by where its code, or its words where it has none, stand nowhere in the file. */
  stopgap: Stopgap | null;
}

/** The codes of an event; '' where one is not given. */
export interface EventCodes {
  finer: string;
  /** The parcel's own, where the event has none itself. */
  ofParcel: string;
  own: readonly string[];
}

/**
 * The meaning of the first code that is given; of an unknown one what the event's words say, else its coarse status, else
 * it is on its way.
 * A code that means no scan is believed only as the event's own: of the whole parcel it says nothing of the event.
 */
export const meaningOf = (
  mapping: Mapping,
  event: unknown,
  { finer, ofParcel, own }: EventCodes,
): Meaning => {
  const lookUp = (code: string) => lookedUp(mapping.codes, code);
  if (finer !== '') {
    const reading = lookUp(finer);
    if (reading !== undefined) return mapped(finer, reading);
  }
  if (ofParcel !== '') {
    const reading = lookUp(ofParcel);
    if (reading) return mapped(ofParcel, reading);
    if (reading === undefined) return unknown(mapping, event, ofParcel);
  }
  const code = own.find((one) => one !== '') ?? '';
  const reading = code === '' ? undefined : lookUp(code);
  return reading === undefined ? unknown(mapping, event, code) : mapped(code, reading);
};

const mapped = (code: string, reading: Reading | null): Meaning => ({
  code,
  reading,
  known: true,
  stopgap: null,
});

const unknown = (mapping: Mapping, event: unknown, code: string): Meaning => {
  const status = mapping.event.status.findText(event);
  const words = mapping.event.description.findText(event);
  const told = code || status;
  if (words !== '')
    for (const { matches, reading } of mapping.patterns)
      if (matches(words)) return { code: told, reading, known: true, stopgap: code === '' ? null : 'text' };
  const coarse = status === '' ? undefined : lookedUp(mapping.statuses, status);
  if (coarse !== undefined)
    return code === ''
      ? mapped(told, coarse)
      : { code: told, reading: coarse, known: false, stopgap: 'status' };
  const main = mainStatus(mapping, code);
  // Without a code and without patterns the file says nothing of such events: there is nothing to add to it.
  const isBare = code === '' && status === '' && mapping.patterns.length === 0;
  return {
    code: told,
    reading: main ?? somewhereOnItsWay,
    known: isBare,
    stopgap: isBare ? null : main ? 'status' : 'nothing',
  };
};

const mainStatus = ({ codes, mainStatusEndsAt }: Mapping, code: string): Reading | null | undefined =>
  mainStatusEndsAt === undefined ? undefined : lookedUp(codes, code.split(mainStatusEndsAt, 1)[0] ?? '');

const lookedUp = (table: CodeTable, code: string): Reading | null | undefined => {
  const found = table.get(code);
  return found === undefined ? table.get(codeKey(code)) : found;
};
