import type { DetectorSettings } from '../detector/settings.ts';
import type { Servers } from '../rig/servers.ts';

export interface SweepSettings extends DetectorSettings {
  readonly servers: Servers;
  readonly parcels: number;
}

/** One sweep of due times that were all due at one instant. */
export interface SweptFigures {
  /** Due times a second, until the last transaction is committed. */
  readonly perSecond: number;
  /** Microseconds of CPU a due time, until what was told is published. */
  readonly cpu: { readonly service: number; readonly postgres: number; readonly kafka: number };
  readonly fired: number;
  readonly messages: number;
}

/** Sweeps that open nothing, and that open an exception at each due time. */
export interface SweepFigures {
  readonly quiet: SweptFigures;
  readonly opening: SweptFigures;
}
