import { createHash } from 'node:crypto';
import type { Milestone } from '@landfall/contracts';
import { Draws } from '../demo/random.ts';
import type { Scan } from './parcel-state.ts';

/** One event of the workload, as it stands on the topic. */
export interface ScanEvent {
  readonly eventId: string;
  readonly merchantId: string;
  readonly scan: Scan;
  /** The trace that it belongs to (W3C), where its sender was traced. */
  readonly traceparent?: string;
}

/** Every so many events a parcel is new; the others are of a parcel seen before, drawn evenly. */
export const eventsPerParcel = 6;

const merchants = 20;
const milestones: readonly Milestone[] = [
  'picked_up',
  'arrived_at_warehouse',
  'departed_warehouse',
  'export_customs_released',
  'departed_origin_country',
  'arrived_in_destination_country',
  'import_customs_released',
  'arrived_at_delivery_depot',
  'out_for_delivery',
  'delivered',
];
/** When the first event of a stream happened, ms since the epoch. */
export const firstInstant = Date.parse('2026-01-01T00:00:00Z');

/** A UUID (version 8, our own) that follows from the text. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The same events for the same seed; a shorter stream is the beginning of a longer one, and every part of it has the
 * same share of new parcels.
 */
export function* scanStream(seed: number, events: number): Generator<ScanEvent> {
  const draws = new Draws(seed);
  const scansOf: number[] = [];
  for (let index = 0; index < events; index += 1) {
    const isNew = index % eventsPerParcel === 0;
    const parcel = isNew ? scansOf.length : Math.floor(draws.next() * scansOf.length);
    const nth = (scansOf[parcel] ?? 0) + 1;
    scansOf[parcel] = nth;
    yield scanEvent(seed, parcel, nth, index);
  }
}

/** @param nth which of its parcel's scans it is, from 1; @param index when, in seconds since the stream began */
export function scanEvent(seed: number, parcel: number, nth: number, index: number): ScanEvent {
  const eventId = uuidOf(`${seed} event ${index}`);
  const occurredAt = firstInstant + index * 1_000;
  return {
    eventId,
    merchantId: uuidOf(`${seed} merchant ${parcel % merchants}`),
    scan: {
      eventId,
      scanId: createHash('sha256').update(eventId).digest('base64url').slice(0, 22),
      revision: 0,
      parcelId: uuidOf(`${seed} parcel ${parcel}`),
      trackingNumber: `LB${String(parcel).padStart(9, '0')}CN`,
      carrier: 'china-post',
      source: '17track',
      milestone: milestones[Math.min(nth, milestones.length) - 1] ?? 'delivered',
      leg: null,
      reason: null,
      occurredAt: new Date(occurredAt).toISOString(),
      offsetSource: 'given',
      recordedAt: new Date(occurredAt + 90_000).toISOString(),
      place: { country: 'CN', city: 'Shenzhen', facility: 'Shenzhen International Mail Processing Centre' },
      rawCode: 'InTransit_Other',
      rawPayloadRef: uuidOf(`${seed} payload ${index}`),
      weightGrams: 350,
      proof: null,
    },
  };
}
