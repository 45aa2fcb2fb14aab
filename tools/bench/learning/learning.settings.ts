import type { DetectorSettings } from '../detector/settings.ts';
import type { Servers } from '../rig/servers.ts';
import type { Measured } from './measured.ts';

export interface LearningSettings extends DetectorSettings {
  readonly servers: Servers;
  readonly merchants: number;
  /** Of each merchant; each has 4 providers with 5 routes. */
  readonly lanes: number;
  readonly rounds: number;
}

/** One refresh: from when all lanes are due until all have new models, by the sweeper's own pace. */
export interface RefreshFigures extends Measured {
  /** For how long the sweeper was at work, and how often. */
  readonly busySeconds: number;
  readonly sweeps: number;
  /** Seconds in which a process that had none of the models has read them all. */
  readonly readSeconds: number;
}

export interface LearningFigures {
  readonly routes: number;
  /** Rows of counts, and the stays that they count. */
  readonly rows: number;
  readonly stays: number;
  readonly ours: readonly RefreshFigures[];
  /** Quantiles of the same stays by SQL. */
  readonly baseline: readonly Measured[];
}
