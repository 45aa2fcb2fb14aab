import type { Expected } from './expected.ts';

/** What was found in the tables of the rig. */
export interface Found {
  /** The row of each parcel. */
  readonly parcels: readonly { parcelId: string; version: number; state: string; lastEventAt: Date }[];
  /** What was told downstream of each parcel: so many versions, so often once more, and the state of the highest one. */
  readonly told: readonly {
    parcelId: string;
    versions: number;
    repeats: number;
    state: string;
    lastEventAt: Date;
  }[];
  /** Scans by milestone, where they are counted. */
  readonly counts?: readonly { milestone: string; scans: number }[];
  readonly outOfOrder: number;
  readonly quarantined: number;
}

export interface Verdict {
  /** Effects that are missing: scans not applied, versions not told, records neither applied nor set aside. */
  lost: number;
  /** Effects that happened more than once. */
  duplicated: number;
  /** Parcels whose state is not the reference's, here or downstream, and versions that came after a later one. */
  wrongState: number;
}

/** Holds what was found against what must be there. */
export function verdictOf(expected: Expected, found: Found): Verdict {
  const verdict: Verdict = { lost: 0, duplicated: 0, wrongState: found.outOfOrder };
  const count = (difference: number): void => {
    if (difference > 0) verdict.lost += difference;
    else verdict.duplicated -= difference;
  };
  count(expected.quarantined - found.quarantined);
  if (found.counts) {
    const counts = new Map(found.counts.map(({ milestone, scans }) => [milestone, scans]));
    for (const [milestone, scans] of expected.counts) count(scans - (counts.get(milestone) ?? 0));
  }
  const parcels = new Map(found.parcels.map((parcel) => [parcel.parcelId, parcel]));
  const told = new Map(found.told.map((parcel) => [parcel.parcelId, parcel]));
  for (const [parcelId, wanted] of expected.parcels) {
    const parcel = parcels.get(parcelId);
    count(wanted.version - (parcel?.version ?? 0));
    const downstream = told.get(parcelId);
    count(-(downstream?.repeats ?? 0));
    count(wanted.version - (downstream?.versions ?? 0));
    for (const one of [parcel, downstream])
      if (one && (one.state !== wanted.state || one.lastEventAt.getTime() !== wanted.lastEventAt.getTime()))
        verdict.wrongState += 1;
  }
  verdict.wrongState += found.parcels.filter(({ parcelId }) => !expected.parcels.has(parcelId)).length;
  return verdict;
}
