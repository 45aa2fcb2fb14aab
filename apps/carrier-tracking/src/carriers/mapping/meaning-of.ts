import type { Reading, Stopgap } from '../../scans/scan.ts';
import { codeKey, type CodeTable, type Mapping } from './mapping.ts';

const somewhereOnItsWay: Reading = { milestone: 'in_transit', leg: null, reason: null };

/** What an event's meaning stands under in the file, as the event or the file spells it; nothing where it stands nowhere. */
export interface FoundBy {
  by: 'code' | 'pattern' | 'status' | 'nothing';
  as: string;
}

/** What an event means, and by which code. */
export interface Meaning {
  code: string;
  reading: Reading | null;
  /** Whether the file says what it means. */
  known: boolean;
  /** What it was read by where its code, or its words where it has none, stand nowhere in the file. */
  stopgap: Stopgap | null;
  foundBy: FoundBy;
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

const mapped = (code: string, reading: Reading | null, by: FoundBy['by'] = 'code', as = code): Meaning => ({
  code,
  reading,
  known: true,
  stopgap: null,
  foundBy: { by, as },
});

const unknown = (mapping: Mapping, event: unknown, code: string): Meaning => {
  const status = mapping.event.status.findText(event);
  const words = mapping.event.description.findText(event);
  const told = code || status;
  if (words !== '')
    for (const { source, matches, reading } of mapping.patterns)
      if (matches(words))
        return {
          code: told,
          reading,
          known: true,
          stopgap: code === '' ? null : 'text',
          foundBy: { by: 'pattern', as: source },
        };
  const coarse = status === '' ? undefined : lookedUp(mapping.statuses, status);
  if (coarse !== undefined)
    return code === ''
      ? mapped(told, coarse, 'status', status)
      : {
          code: told,
          reading: coarse,
          known: false,
          stopgap: 'status',
          foundBy: { by: 'status', as: status },
        };
  const mainCode = mapping.mainStatusEndsAt === undefined ? '' : code.split(mapping.mainStatusEndsAt, 1)[0];
  const main = mainCode ? lookedUp(mapping.codes, mainCode) : undefined;
  // Without a code and without patterns the file says nothing of such events: there is nothing to add to it.
  const isBare = code === '' && status === '' && mapping.patterns.length === 0;
  return {
    code: told,
    reading: main ?? somewhereOnItsWay,
    known: isBare,
    stopgap: isBare ? null : main ? 'status' : 'nothing',
    foundBy: main ? { by: 'code', as: mainCode ?? '' } : { by: 'nothing', as: '' },
  };
};

const lookedUp = (table: CodeTable, code: string): Reading | null | undefined => {
  const found = table.get(code);
  return found === undefined ? table.get(codeKey(code)) : found;
};
