import { watchedWorld, type WatchedPlan, type WatchedWorld } from './watched-world.ts';

/** The world that lanes are learned from. */
export const historyPlan: WatchedPlan = { seed: 1, parcels: 6_000, days: 60 };

/** A parcel of the world has some thirteen scans. */
const scansOfParcel = 12;

/** A world cut off after so many scans. The same for the same number. */
export function watchedByAService(scans: number): WatchedWorld {
  const world = watchedWorld({ seed: 2, parcels: Math.ceil(scans / scansOfParcel), days: 60 });
  if (world.scans.length < scans) throw new Error(`the world has ${world.scans.length} scans, not ${scans}`);
  return { ...world, scans: world.scans.slice(0, scans) };
}
