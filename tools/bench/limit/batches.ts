import { parcelStatesTopic } from '@landfall/contracts';
import { advance, stateChanged, type ParcelState } from '../../workload/parcel-state.ts';
import type { ScanEvent } from '../../workload/scan-stream.ts';
import { inGroups } from '../in-groups.ts';
import { copyRow } from './copy-in.ts';

/** What a transaction of apply writes for some events. */
export interface Batch {
  readonly eventIds: readonly string[];
  /** Each parcel that the events are about, as they leave it, in the order of their ids. */
  readonly parcels: readonly ParcelState[];
  /** The messages as the outbox keeps them. */
  readonly messages: string;
}

/** Folds events in groups of a size. */
export function* batchesOf(events: Iterable<ScanEvent>, size: number): Generator<Batch> {
  const parcels = new Map<string, ParcelState>();
  for (const group of inGroups(events, size)) yield batchOf(group, parcels);
}

function batchOf(events: readonly ScanEvent[], parcels: Map<string, ParcelState>): Batch {
  const lines: string[] = [];
  for (const { eventId, merchantId, scan } of events) {
    const parcel = advance(parcels.get(scan.parcelId), merchantId, scan);
    parcels.set(scan.parcelId, parcel);
    lines.push(headOf(parcel, eventId), JSON.stringify(stateChanged(parcel)));
  }
  const touched = [...new Set(events.map(({ scan }) => scan.parcelId))].sort();
  return {
    eventIds: events.map(({ eventId }) => eventId).sort(),
    parcels: touched.map((id) => parcels.get(id)).filter((parcel) => parcel !== undefined),
    messages: lines.join('\n'),
  };
}

/** As long as the head that a service writes. */
const headOf = ({ parcelId, merchantId, version, lastEventAt }: ParcelState, id: string): string =>
  JSON.stringify([
    parcelStatesTopic.name,
    parcelId,
    {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: 'parcel.state_changed',
      ce_source: 'bench',
      ce_subject: parcelId,
      ce_time: lastEventAt.toISOString(),
      ce_version: String(version),
      'content-type': 'application/json',
      ce_merchantid: merchantId,
    },
  ]);

/** The rows of a batch by table, in COPY's text form. */
export const rowsOf = ({ eventIds, parcels, messages }: Batch): Readonly<Record<string, string>> => ({
  processed_event: eventIds.map((id) => copyRow([id])).join(''),
  parcel_state_left: parcels
    .map((parcel) =>
      copyRow([
        parcel.parcelId,
        parcel.merchantId,
        parcel.state,
        parcel.lastMilestone,
        parcel.lastEventAt.toISOString(),
        parcel.dispatchedAt?.toISOString() ?? null,
        parcel.outForDeliveryAt?.toISOString() ?? null,
        parcel.deliveredAt?.toISOString() ?? null,
        parcel.version,
      ]),
    )
    .join(''),
  'outbox (shard, messages, ticket)': copyRow([0, messages, 0]),
});
