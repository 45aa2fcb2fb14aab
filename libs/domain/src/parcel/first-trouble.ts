import type { Instant } from '../calendar/instant.ts';
import { firstTellings } from './first-tellings.ts';
import type { ParcelState } from './parcel-state.ts';

/** When any kind of trouble was first told of between two instants, the first included; null where none was. */
export function firstTrouble(state: ParcelState, from: Instant, to = Infinity): Instant | null {
  for (const { at, isTrouble } of firstTellings(state)) {
    if (at >= to) return null;
    if (at >= from && isTrouble) return at;
  }
  return null;
}
