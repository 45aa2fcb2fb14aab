import {
  compareEvents,
  evolve,
  type ConsumerReport,
  type ParcelEvent,
  type ParcelFacts,
  type ParcelState,
  type Step,
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

/** What was heard of a parcel's state. */
export interface StateNews {
  /** Where the scans only go on from the known state: the state after them. Null to fold it anew from all of its scans. */
  readonly state: ParcelState | null;
  /** The steps to that state, from the known one. */
  readonly steps: readonly Step[];
  /** Scans that the rules have not seen yet; null for all of them. */
  readonly heard: ReadonlySet<string> | null;
  /** Whether all that was told by now has been heard, so that silence counts. */
  readonly isAll: boolean;
}

/**
 * What a batch makes of a parcel: its registration, what its consumer has said, and the news of its state. Null when the batch
 * changes nothing.
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
): { record: ParcelRecord; news: StateNews } | null => {
  const isUnchanged = registration === record.registration;
  if (isUnchanged && stored.length === 0 && reports.length === 0) return null;
  const goesOn = registration && isUnchanged && stored.every(({ isNew }) => isNew);
  const scans = stored.map(({ scan }) => eventOf(scan));
  const heard = record.registration === null ? null : new Set(scans.map(({ eventId }) => eventId));
  const appended = goesOn ? stepsOnward(record.state, scans, factsOf(registration, route)) : null;
  return {
    record: { ...record, registration, reports: record.reports.concat(reports) },
    news: {
      state: appended && (appended.at(-1)?.state ?? record.state),
      steps: appended ?? [],
      heard,
      isAll: false,
    },
  };
};

/** That time has passed, and nothing was heard. */
export const nothingHeard = (state: ParcelState | null): StateNews => ({
  state,
  steps: [],
  heard: new Set(),
  isAll: true,
});

/** The steps of scans that all come after what is known; null when the parcel must be folded anew. */
const stepsOnward = (state: ParcelState | null, scans: ParcelEvent[], facts: ParcelFacts): Step[] | null => {
  if (!state) return null;
  const steps: Step[] = [];
  let last = state;
  for (const event of scans.sort(compareEvents)) {
    if (last.lastEvent && compareEvents(event, last.lastEvent) < 0) return null;
    last = evolve(last, event, facts);
    steps.push({ event, state: last });
  }
  return steps;
};
