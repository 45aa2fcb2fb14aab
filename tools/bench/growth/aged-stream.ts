import { Draws } from '../../demo/random.ts';
import { eventsPerParcel, scanEvent } from '../../workload/scan-stream.ts';
import type { ScanEvent } from '../../workload/scan-stream.ts';
import type { ParcelState } from '../../workload/parcel-state.ts';
import { expectedEffects } from '../rig/effects.ts';
import type { Effects } from '../rig/effects.ts';
import { activeParcel, claimsOf, parcelIdOf } from './aged-parcels.ts';
import type { Aged } from './aged-parcels.ts';

/**
 * Gives the events of the youngest parcels of an aged table, drawn evenly; every so many a parcel is new and the oldest
 * of them rests.
 */
export function agedStream(seed: number, aged: Aged): () => ScanEvent {
  const draws = new Draws(seed);
  const scansOf = new Map<number, number>();
  let youngest = 0;
  let index = -1;
  return () => {
    index += 1;
    const isNew = index % eventsPerParcel === 0;
    if (isNew) youngest -= 1;
    const age = isNew ? youngest : youngest + Math.floor(draws.next() * aged.active);
    const nth = 1 + (scansOf.get(age) ?? (age >= 0 ? activeParcel(age, aged).version : 0));
    scansOf.set(age, nth);
    const event = scanEvent(seed, age, nth, index);
    return {
      ...event,
      merchantId: merchantOf(age, aged),
      scan: { ...event.scan, parcelId: parcelIdOf(age) },
    };
  };
}

const merchantOf = (age: number, { merchantIds }: Aged): string =>
  merchantIds[Math.abs(age) % merchantIds.length] ?? '';

/** The parcels of a stream as they stood before its first event. */
export function parcelsBefore(aged: Aged, events: Iterable<ScanEvent>): Map<string, ParcelState> {
  const seen = new Set<string>();
  for (const { scan } of events) seen.add(scan.parcelId);
  const before = new Map<string, ParcelState>();
  for (let age = 0; age < aged.active; age += 1) {
    const parcel = activeParcel(age, aged);
    if (seen.has(parcel.parcelId)) before.set(parcel.parcelId, parcel);
  }
  return before;
}

/** What must be there after so many events of the stream; of the parcels, the digest is of those that they were of. */
export function agedEffects(seed: number, aged: Aged, events: number): Effects {
  const stream = Array.from({ length: events }, agedStream(seed, aged));
  const before = parcelsBefore(aged, stream);
  const after = expectedEffects(stream, before);
  return {
    ...after,
    processedEvents: claimsOf(aged).now + after.processedEvents,
    parcels: aged.parcels - before.size + after.parcels,
  };
}
