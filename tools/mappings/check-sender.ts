import { declarationFor, declarationsOf } from './declared.ts';
import { noTime, unmappedCodes, type UnmappedCode } from './event-faults.ts';
import { compareWithKarrio, type Comparison, type Disagreement } from './karrio.ts';
import { placeIn, type FiledMapping } from './mapping-files.ts';
import { readSender, type ReadParcel, type UnreadPayload } from './read-sender.ts';
import type { RecordedSender } from './recorded-payloads.ts';

/** What the check found of one sender; its first five names are fixed. */
export interface SenderReport {
  payloads: number;
  eventsFound: number;
  /** Events whose time was read, with its offset or with where that comes from. */
  timesRight: number;
  /** Events whose code or words mean a milestone. */
  milestonesMapped: number;
  /** Codes that stand in no table, and match no pattern; not those that are declared with a reason. */
  unmappedCodes: string[];
  /** The same with what they were told with. */
  unmapped: UnmappedCode[];
  /** Events without a time, each with what it was looked for in. */
  noTimes: string[];
  /** Events that are no scans, on purpose. */
  noScans: number;
  withoutTracking: number;
  /** Where no answer has an event: what is to be looked at. */
  noEvents?: string;
  unread: UnreadPayload[];
  agreed: Comparison['agreed'];
  disagreements: (Disagreement & { reason?: string })[];
  /** Everything found, right, and mapped or declared, and events in some answer unless all tell no tracking. */
  ok: boolean;
}

/** Reads what was recorded of a sender, and holds it against karrio's expectations. */
export function checkSender({ name, filed, payloads, expectations }: RecordedSender): SenderReport {
  if (!filed) return withoutMapping(name, payloads.length);
  const declarations = declarationsOf(name);
  const { parcels, withoutTracking, unread: all } = readSender(filed.mapping, payloads);
  const unread = all.filter(
    ({ payload }) => !declarationFor(declarations, { field: 'unread', code: '', payload }),
  );
  const { agreed, disagreements } = compareWithKarrio(expectations, parcels);
  const explained = disagreements.map((one) => {
    const reason = declarationFor(declarations, one)?.reason;
    return { ...one, ...(reason !== undefined && { reason }) };
  });
  const events = parcels.flatMap(({ payload, events: its }) => its.map((event) => ({ ...event, payload })));
  const unmapped = unmappedCodes(
    events
      .filter(
        ({ codeUnknown, rawCode, payload }) =>
          codeUnknown && !declarationFor(declarations, { field: 'unmapped', code: rawCode ?? '', payload }),
      )
      .map(({ rawCode, told, payload }) => ({ code: rawCode ?? '(none)', words: told.words, payload })),
  );
  const noEvents = noEventsIn(events.length, parcels, withoutTracking, filed);
  const timesRight = events.filter(({ time }) => time !== null).length;
  return {
    payloads: payloads.length,
    eventsFound: events.length,
    timesRight,
    milestonesMapped: events.filter(({ reading, codeUnknown }) => reading !== null && !codeUnknown).length,
    unmappedCodes: unmapped.map(({ code }) => code),
    unmapped,
    noTimes: parcels.flatMap((parcel) => noTimesOf(parcel, parcels, filed)),
    noScans: events.filter(({ reading }) => reading === null).length,
    withoutTracking,
    ...(noEvents !== undefined && { noEvents }),
    unread,
    agreed,
    disagreements: explained,
    ok:
      unread.length === 0 &&
      unmapped.length === 0 &&
      (events.length > 0 || parcels.length === 0) &&
      timesRight === events.length &&
      explained.every(({ reason }) => reason !== undefined),
  };
}

function noEventsIn(
  events: number,
  parcels: readonly ReadParcel[],
  withoutTracking: number,
  filed: FiledMapping,
): string | undefined {
  if (events > 0) return undefined;
  if (parcels.length > 0)
    return `no answer has an event at ${filed.mapping.events.text} (${placeIn(filed, '/events')}): mend the path, or record an answer that has one`;
  return withoutTracking > 0
    ? `every answer tells no tracking by \`without\`: record one that has events (${placeIn(filed, '/without')})`
    : undefined;
}

/** `acme/rich.json event 3: no time in ...`; of an answer about several parcels with the number. */
function noTimesOf(
  { payload, number, events }: ReadParcel,
  all: readonly ReadParcel[],
  filed: FiledMapping,
): string[] {
  const isAlone = all.filter((other) => other.payload === payload).length === 1;
  return events.flatMap((event, index) =>
    event.time
      ? []
      : [`${payload} event ${index + 1}${isAlone ? '' : ` of ${number}`}: ${noTime(event, filed)}`],
  );
}

const withoutMapping = (name: string, payloads: number): SenderReport => ({
  payloads,
  eventsFound: 0,
  timesRight: 0,
  milestonesMapped: 0,
  unmappedCodes: [],
  unmapped: [],
  noTimes: [],
  noScans: 0,
  withoutTracking: 0,
  unread: [{ payload: name, reason: 'there is no mapping file of this sender' }],
  agreed: { parcel: 0, count: 0, time: 0, code: 0, status: 0, delivered: 0 },
  disagreements: [],
  ok: payloads === 0,
});
