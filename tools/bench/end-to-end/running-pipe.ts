import type { Callers } from '../intake/callers.ts';
import type { ParcelScans, TrackedParcel } from './parcel-scans.ts';
import type { Sightings } from './sightings.ts';

/** A pipe that runs from its edge to the state of parcels, with what it takes to load and to watch it. */
export interface RunningPipe {
  readonly name: 'ours' | 'baseline';
  readonly callers: Callers;
  /** How its edge is loaded to the full. */
  readonly load: { readonly atOnce: number; readonly scansPerRequest: number };
  readonly parcels: readonly TrackedParcel[];
  readonly sightings: Sightings;
  /** Process ids of all that work for it, servers included. */
  pids(): Readonly<Record<string, number>>;
  /**
   * Rejects when what is stored and told is not what the scans call for, each once.
   * @param earlier scans of the same parcels that had been pushed before
   */
  requireEffects(scans: ParcelScans, earlier?: number): Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

/** A body of the edge with so many scans: a list, or the one that a single-event endpoint takes. */
export const bodyOf = ({ name }: RunningPipe, scans: readonly object[]): string =>
  JSON.stringify(name === 'baseline' ? scans[0] : scans);
