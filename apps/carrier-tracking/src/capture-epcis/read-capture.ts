import { extensionPrefixOf } from '@landfall/domain';
import { badRequest, ProblemError, tooLarge, validationFailed, type FieldError } from '@landfall/service-kit';
import {
  faultsOfEvent,
  objectsField,
  parcelsOf,
  type CapturedEvent,
  type CapturedParcel,
} from '../carriers/epcis/captured-event.ts';
import { decodeText } from '../carriers/mapping/bodies/decode-text.ts';
import { parseJson } from '../carriers/mapping/bodies/parse-json.ts';
import { UnreadableBody } from '../carriers/mapping/bodies/unreadable-body.ts';

/** An event that was accepted, or why it was not. */
export type SortedEvent =
  | {
      kind: 'event';
      event: CapturedEvent;
      parcels: CapturedParcel[];
      /** That its document gives our namespace. */
      prefix: string | null;
      /** Of its JSON without its objects: so many are kept for each of them. */
      bytes: number;
    }
  | { kind: 'refused'; error: ProblemError };

/** The events of a body, and whether it was one event alone. */
export interface Capture {
  events: SortedEvent[];
  alone: boolean;
}

/**
 * The events of an EPCISDocument, of a list of events, or one event alone, each checked; the pointers of their errors lead
 * from the body's root. Throws ProblemError 400 where it is none of these, 413 over 10,000 events.
 */
export const readCapture = (body: Buffer): Capture => {
  const root = parsed(body);
  if (Array.isArray(root)) return { events: eventsOf(root, '', null), alone: false };
  if (typeof root !== 'object' || root === null) throw notEpcis();
  const { type, epcisBody, '@context': context } = root as Record<string, unknown>;
  if (type !== 'EPCISDocument') {
    if (typeof type !== 'string') throw notEpcis();
    return { events: [sorted(root, '', null)], alone: true };
  }
  const { eventList } = (epcisBody ?? {}) as { eventList?: unknown };
  if (!Array.isArray(eventList))
    throw validationFailed([{ pointer: '/epcisBody/eventList', detail: 'must be a list of events' }]);
  return { events: eventsOf(eventList, '/epcisBody/eventList', extensionPrefixOf(context)), alone: false };
};

const parsed = (body: Buffer): unknown => {
  try {
    return parseJson(decodeText(body));
  } catch (error) {
    throw error instanceof UnreadableBody ? badRequest(error.code, error.message) : error;
  }
};

const notEpcis = (): ProblemError =>
  badRequest(
    'not_epcis',
    'Send an EPCISDocument of EPCIS 2.0, one of its events, or a JSON array of events.',
  );

const mostEvents = 10_000;

const eventsOf = (list: readonly unknown[], at: string, prefix: string | null): SortedEvent[] => {
  if (list.length > mostEvents)
    throw tooLarge(`A capture has ${mostEvents} events at most: this one has ${list.length}.`);
  return list.map((value, index) => sorted(value, `${at}/${index}`, prefix));
};

/** @param ofDocument the prefix where the event has no context of its own */
const sorted = (value: unknown, at: string, ofDocument: string | null): SortedEvent => {
  const context = (value as { '@context'?: unknown } | null)?.['@context'];
  const prefix = context === undefined ? ofDocument : extensionPrefixOf(context);
  const faults = faultsOfEvent(value, prefix);
  if (faults.length > 0) return refused(at, faults);
  const event = value as CapturedEvent;
  const bytes = Buffer.byteLength(JSON.stringify({ ...event, [objectsField(event)]: [] }));
  return { kind: 'event', event, parcels: parcelsOf(event), prefix, bytes };
};

const refused = (at: string, faults: readonly FieldError[]): SortedEvent => ({
  kind: 'refused',
  error: validationFailed(faults.map(({ pointer, detail }) => ({ pointer: `${at}${pointer}`, detail }))),
});
