import type { DetectorSettings } from '../detector/settings.ts';
import type { Servers } from '../rig/servers.ts';

/** A table of parcels of which none is due. */
export interface IdleSide extends DetectorSettings {
  readonly parcels: number;
}

export interface IdleSettings {
  readonly sides: readonly IdleSide[];
  readonly servers: Servers;
  readonly rounds: number;
  /** In a round, on each side. */
  readonly looks: number;
}

/** Of each side: microseconds of CPU and milliseconds of a look by round, and the pages of parcels that it reads. */
export type IdleFigures = {
  readonly parcels: number;
  readonly micros: number[];
  readonly millis: number[];
  readonly pages: number;
}[];
