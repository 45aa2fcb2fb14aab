import { topicNamed, validateEvent, type TopicDefinition } from '@landfall/contracts';
import { context, propagation } from '@opentelemetry/api';
import type { OutgoingEvent } from './outgoing-event.ts';
import type { ReceivedEvent } from './received-event.ts';

/** A Kafka record as far as decoding needs it. */
export interface RawRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined> | undefined;
}

export type Decoded =
  | { kind: 'event'; event: ReceivedEvent }
  | { kind: 'ignored'; why: 'tombstone' | 'unknown_type' }
  | { kind: 'malformed'; reason: string; detail: string };

/** `traceparent` and `tracestate` of W3C Trace Context. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** Of the trace context that is active now. */
export const activeTrace = (): TraceHeaders => {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
};

/** Headers of a CloudEvent in Kafka's binary mode, in a trace. */
export const cloudEventHeaders = (
  event: OutgoingEvent,
  service: string,
  time: Date,
  trace: TraceHeaders,
): Record<string, string> => {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: service,
    ce_subject: event.subject,
    ce_time: time.toISOString(),
    ce_version: String(event.version),
    'content-type': 'application/json',
  };
  if (event.merchantId) headers['ce_merchantid'] = event.merchantId;
  return Object.assign(headers, trace);
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const malformed = (reason: string, detail: string): Decoded => ({ kind: 'malformed', reason, detail });

/** Reads one record of a topic; never throws: whatever a stranger put there is told apart. */
export const decodeRecord = (topic: TopicDefinition, partition: number, record: RawRecord): Decoded => {
  if (record.value === null) return { kind: 'ignored', why: 'tombstone' };
  const header = (name: string) => record.headers?.[name]?.toString();
  const id = header('ce_id');
  const type = header('ce_type');
  const subject = header('ce_subject');
  const version = Number(header('ce_version') ?? Number.NaN);
  const time = new Date(header('ce_time') ?? Number.NaN);
  const merchantId = header('ce_merchantid') ?? null;
  if (!id || !type || !subject)
    return malformed('not_a_cloud_event', 'ce_id, ce_type and ce_subject are required headers');
  if (!(type in topic.events)) return { kind: 'ignored', why: 'unknown_type' };
  if (!uuid.test(id)) return malformed('invalid_envelope', 'ce_id must be a UUID');
  if (!Number.isSafeInteger(version))
    return malformed('invalid_envelope', 'ce_version must be a whole number');
  if (Number.isNaN(time.getTime())) return malformed('invalid_envelope', 'ce_time must be an RFC 3339 time');
  if (merchantId !== null && !uuid.test(merchantId))
    return malformed('invalid_envelope', 'ce_merchantid must be a UUID');
  if (merchantId === null && !topic.private)
    return malformed('invalid_envelope', 'ce_merchantid is required');
  if (record.key?.toString() !== subject)
    return malformed('invalid_envelope', 'the key must equal ce_subject');

  let data: unknown;
  try {
    data = JSON.parse(record.value.toString('utf8'));
  } catch (error) {
    return malformed('malformed_json', (error as Error).message);
  }
  const validation = validateEvent(topic, type, data);
  if (!validation.ok) return malformed(validation.reason, validation.detail);
  if (String((data as Record<string, unknown>)[topic.key]) !== subject)
    return malformed('invalid_data', `/${topic.key} must equal ce_subject`);
  const trace: Record<string, string> = {};
  for (const name of ['traceparent', 'tracestate']) {
    const value = header(name);
    if (value) trace[name] = value;
  }
  return {
    kind: 'event',
    event: {
      ...validation.event,
      id,
      subject,
      version,
      time,
      merchantId,
      trace,
      partition,
      offset: record.offset,
    },
  };
};

/** The topic of the registry, or an error for whoever starts a service with a wrong name. */
export const registeredTopic = (name: string): TopicDefinition => {
  const topic = topicNamed(name);
  if (!topic)
    throw new Error(`No topic is called ${name}: the registry of @landfall/contracts does not have it`);
  return topic;
};
