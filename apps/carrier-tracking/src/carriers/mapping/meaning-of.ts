import type { Reading } from '../../scans/scan.ts';
import type { CodeOverrides } from '../payload-reader.ts';
import { codeKey, type CodeTable, type Mapping } from './mapping.ts';

const somewhereOnItsWay: Reading = { milestone: 'in_transit', leg: null, reason: null };

/** What an event means, by which code, and whether that stands in a table. */
export interface Meaning {
  code: string;
  reading: Reading | null;
  known: boolean;
}

/** The codes of an event; '' where one is not given. */
export interface EventCodes {
  finer: string;
  /** The parcel's own, where the event has none itself. */
  ofParcel: string;
  own: readonly string[];
}

/**
 * The meaning of the first code that is given: the merchant's, else the sender's; of an unknown one what the event's
 * words say, else its coarse status, else it is on its way.
 * A code that means no scan is believed only as the event's own: of the whole parcel it says nothing of the event.
 */
export const meaningOf = (
  mapping: Mapping,
  event: unknown,
  { finer, ofParcel, own }: EventCodes,
  overrides: CodeOverrides | undefined,
): Meaning => {
  const lookUp = (code: string): Reading | null | undefined => {
    const chosen = overrides?.get(codeKey(code));
    return chosen === undefined ? lookedUp(mapping.codes, code) : chosen;
  };
  if (finer !== '') {
    const reading = lookUp(finer);
    if (reading !== undefined) return { code: finer, reading, known: true };
  }
  if (ofParcel !== '') {
    const reading = lookUp(ofParcel);
    if (reading) return { code: ofParcel, reading, known: true };
    if (reading === undefined) return unknown(mapping, event, ofParcel);
  }
  const code = own.find((one) => one !== '') ?? '';
  const reading = code === '' ? undefined : lookUp(code);
  return reading === undefined ? unknown(mapping, event, code) : { code, reading, known: true };
};

const unknown = (mapping: Mapping, event: unknown, code: string): Meaning => {
  const status = mapping.event.status.findText(event);
  const words = mapping.event.description.findText(event);
  if (words !== '')
    for (const { matches, reading } of mapping.patterns)
      if (matches(words)) return { code: code || status, reading, known: true };
  const coarse = status === '' ? undefined : lookedUp(mapping.statuses, status);
  if (coarse !== undefined) return { code: code || status, reading: coarse, known: code === '' };
  const reading = mainStatus(mapping, code) ?? somewhereOnItsWay;
  // Without a code and without patterns the file says nothing of such events: there is nothing to add to it.
  return {
    code: code || status,
    reading,
    known: code === '' && status === '' && mapping.patterns.length === 0,
  };
};

const mainStatus = ({ codes, mainStatusEndsAt }: Mapping, code: string): Reading | null | undefined =>
  mainStatusEndsAt === undefined ? undefined : lookedUp(codes, code.split(mainStatusEndsAt, 1)[0] ?? '');

const lookedUp = (table: CodeTable, code: string): Reading | null | undefined => {
  const found = table.get(code);
  return found === undefined ? table.get(codeKey(code)) : found;
};
