import type { ReadEvent } from '../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts';
import { normaliseNumber } from '../../apps/carrier-tracking/src/scans/tracking-number.ts';
import type { ReadParcel } from './read-sender.ts';

/** What karrio reads of one parcel. */
export interface KarrioTracking {
  tracking_number?: string;
  delivered?: boolean;
  events?: KarrioEvent[];
}

export interface KarrioEvent {
  code?: string;
  date?: string;
  time?: string;
  timestamp?: string;
  description?: string;
  status?: string;
}

export const comparedFields = ['parcel', 'count', 'time', 'code', 'status', 'delivered'] as const;
export type ComparedField = (typeof comparedFields)[number];

/** A point on which karrio and we do not agree. */
export interface Disagreement {
  payload: string;
  field: ComparedField;
  /** The event's code, '' where it is about the parcel. */
  code: string;
  expected: string;
  got: string;
}

export interface Comparison {
  /** How often both say the same, by field. */
  agreed: Record<ComparedField, number>;
  disagreements: Disagreement[];
}

/** Which of karrio's statuses a milestone of ours may be to it. */
const statusesOf: Readonly<Record<string, readonly string[]>> = {
  label_created: ['pending'],
  picked_up: ['picked_up', 'in_transit'],
  dropped_off: ['picked_up', 'in_transit'],
  out_for_delivery: ['out_for_delivery'],
  available_for_pickup: ['ready_for_pickup'],
  delivered: ['delivered'],
  delivery_attempted: ['delivery_failed', 'delivery_delayed', 'on_hold'],
  refused: ['delivery_failed', 'return_to_sender'],
  address_problem: ['delivery_failed', 'on_hold'],
  delayed: ['delivery_delayed', 'on_hold'],
  returning: ['return_to_sender'],
  returned: ['return_to_sender'],
  damaged: ['delivery_failed', 'on_hold'],
  lost: ['delivery_failed'],
  import_customs_held: ['on_hold'],
  export_customs_held: ['on_hold'],
};
const onItsWay = ['in_transit'];

/** Compares what was read of a sender's parcels with karrio's expectations, each with the parcel that it fits best. */
export function compareWithKarrio(
  expectations: readonly unknown[],
  parcels: readonly ReadParcel[],
): Comparison {
  const agreed = Object.fromEntries(comparedFields.map((field) => [field, 0])) as Comparison['agreed'];
  const comparison: Comparison = { agreed, disagreements: [] };
  const free = new Set(parcels);
  for (const expected of expectations as KarrioTracking[]) {
    if (!expected.events?.length) continue;
    const parcel = [...free].sort((a, b) => fitOf(expected, b) - fitOf(expected, a))[0];
    if (!parcel || fitOf(expected, parcel) === 0) {
      comparison.disagreements.push({
        payload: '',
        field: 'parcel',
        code: '',
        expected: expected.tracking_number ?? '',
        got: 'nothing',
      });
      continue;
    }
    free.delete(parcel);
    compareParcel(expected, parcel, comparison);
  }
  return comparison;
}

/** Events of the same minute first, then the number: karrio gives all answers the number that it asked for. */
function fitOf({ tracking_number = '', events = [] }: KarrioTracking, parcel: ReadParcel): number {
  const minutes = new Set(events.map(minuteOf));
  const shared = parcel.events.filter((event) => minutes.has(localMinute(event))).length;
  return 2 * shared + (normaliseNumber(tracking_number) === parcel.number ? 1 : 0);
}

function compareParcel(
  expected: KarrioTracking,
  parcel: ReadParcel,
  { agreed, disagreements }: Comparison,
): void {
  const differ = (field: ComparedField, code: string, theirs: string, ours: string) =>
    disagreements.push({ payload: parcel.payload, field, code, expected: theirs, got: ours });
  const compare = (
    field: ComparedField,
    code: string,
    theirs: string,
    ours: string,
    same = theirs === ours,
  ) => {
    if (same) agreed[field] += 1;
    else differ(field, code, theirs, ours);
  };
  const events = expected.events ?? [];
  compare('parcel', '', normaliseNumber(expected.tracking_number ?? ''), parcel.number);
  compare('count', '', String(events.length), String(parcel.events.length));
  if (expected.delivered !== undefined) {
    const delivered = parcel.events.some(({ reading }) => reading?.milestone === 'delivered');
    compare('delivered', '', String(expected.delivered), String(delivered));
  }
  for (const [theirs, ours] of pairs(events, parcel.events)) {
    const code = ours.rawCode ?? '';
    compare('time', code, minuteOf(theirs), localMinute(ours));
    if (theirs.code !== undefined) compare('code', code, theirs.code, code, isOrRefines(code, theirs.code));
    if (theirs.status === undefined) continue;
    const milestone = ours.reading?.milestone;
    const possible = milestone === undefined ? [] : (statusesOf[milestone] ?? onItsWay);
    compare('status', code, theirs.status, milestone ?? 'no scan', possible.includes(theirs.status));
  }
}

/** A finer code of ours begins with the sender's own. */
const isOrRefines = (code: string, theirs: string): boolean =>
  code === theirs || code.startsWith(`${theirs}/`);

/** Karrio sorts events and cuts seconds: an event is the other's by its minute and code, then by one of them, then by its turn. */
function* pairs(
  theirs: readonly KarrioEvent[],
  ours: readonly ReadEvent[],
): Generator<[KarrioEvent, ReadEvent]> {
  const free = [...ours];
  const open = [...theirs];
  const fits: ((a: KarrioEvent, b: ReadEvent) => boolean)[] = [
    (a, b) => minuteOf(a) === localMinute(b) && isOrRefines(b.rawCode ?? '', a.code ?? ''),
    (a, b) => minuteOf(a) === localMinute(b),
    (a, b) => a.code !== undefined && a.code === b.rawCode,
    () => true,
  ];
  for (const fit of fits)
    for (const event of [...open]) {
      const index = free.findIndex((candidate) => fit(event, candidate));
      if (index === -1) continue;
      const [mine] = free.splice(index, 1);
      open.splice(open.indexOf(event), 1);
      if (mine) yield [event, mine];
    }
}

/** The day and minute on the clocks of the place: karrio keeps no offset and no seconds. */
const minuteOf = ({ date = '', time = '' }: KarrioEvent): string => `${date} ${time.slice(0, 5)}`.trim();
const localMinute = ({ time }: ReadEvent): string => time?.occurredAt.slice(0, 16).replace('T', ' ') ?? '';
