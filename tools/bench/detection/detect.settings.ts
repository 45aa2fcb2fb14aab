import type { PartName } from './parts.ts';
import type { Outcomes } from './detecting.ts';
import type { WatchedPlan } from './watched-world.ts';

export interface DetectSettings {
  readonly world: WatchedPlan;
  /** The world that lanes are learned from. */
  readonly history: WatchedPlan;
  readonly rounds: number;
}

/** Microseconds of CPU a scan, by round and by part. */
export interface DetectFigures {
  readonly rounds: readonly { readonly ours: number; readonly pipe: number }[];
  readonly parts: Readonly<Record<PartName, number>>;
  readonly events: number;
  readonly parcels: number;
  readonly outcomes: Outcomes;
  /** Which part of the routes' stages has been learned from the routes themselves. */
  readonly learned: number;
}
