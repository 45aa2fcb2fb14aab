import {
  compareEvents,
  evolve,
  type ConsumerReport,
  type ParcelEvent,
  type ParcelFacts,
  type ParcelState,
} from '@landfall/domain';
import {
  eventOf,
  factsOf,
  type KnownRoute,
  type ParcelRecord,
  type Registration,
  type Scan,
} from './parcel-record.ts';

/** A change of the registration; the record may still be a stub. */
export type Register = (registration: Registration | null) => Registration | null;

/** A scan that a batch has brought into the store: as a new one, or in place of an earlier revision. */
export interface StoredScan {
  scan: Scan;
  isNew: boolean;
}

/** Of each scan its highest revision, in the order in which they were told first; of one revision the first telling. */
export const latestRevisions = <Told extends Scan>(scans: readonly Told[]): Told[] => {
  const latest = new Map<string, Told>();
  for (const scan of scans) {
    const known = latest.get(scan.eventId);
    if (!known || known.revision < scan.revision) latest.set(scan.eventId, scan);
  }
  return [...latest.values()];
};

/** What a batch makes of a parcel's registration. */
export const registrationWith = (
  { registration }: Pick<ParcelRecord, 'registration'>,
  changes: readonly Register[],
): Registration | null => changes.reduce((known, change) => change(known), registration);

/**
 * What a batch makes of a parcel: its registration, what its consumer has said, and its state where that only goes on from
 * the known one.
 * A null state has to be folded from all of the parcel's scans. Null when the batch changes nothing.
 * @param registration as the batch leaves it
 * @param route that the registration names
 * @param reports that the batch brings
 */
export const takeIn = (
  record: ParcelRecord,
  registration: Registration | null,
  stored: readonly StoredScan[],
  route: KnownRoute | null,
  reports: readonly ConsumerReport[] = [],
): { record: ParcelRecord; state: ParcelState | null } | null => {
  const isUnchanged = registration === record.registration;
  if (isUnchanged && stored.length === 0 && reports.length === 0) return null;
  const goesOn = registration && isUnchanged && stored.every(({ isNew }) => isNew);
  const scans = stored.map(({ scan }) => eventOf(scan));
  return {
    record: { ...record, registration, reports: record.reports.concat(reports) },
    state: goesOn ? appended(record.state, scans, factsOf(registration, route)) : null,
  };
};

/** The state after scans that all come after what is known; null when the parcel must be folded anew. */
const appended = (
  state: ParcelState | null,
  scans: ParcelEvent[],
  facts: ParcelFacts,
): ParcelState | null => {
  if (!state) return null;
  let next = state;
  for (const scan of scans.sort(compareEvents)) {
    if (next.lastEvent && compareEvents(scan, next.lastEvent) < 0) return null;
    next = evolve(next, scan, facts);
  }
  return next;
};
