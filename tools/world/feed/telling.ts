import type { Sender } from '../geography/companies.ts';
import type { Flight } from '../life/flights.ts';
import type { Happening, Parcel } from '../life/life.ts';
import type { Instant } from '../wire/instants.ts';
import type { Milestone } from '../wire/words.ts';

/** A happening as a sender tells it. */
export interface Telling {
  readonly parcel: Parcel;
  readonly happening: Happening;
  readonly sender: Sender;
  readonly number: string;
  /** What is said to have happened. */
  readonly milestone: Milestone;
  /** Whether the words say which leg it was on. */
  readonly clear: boolean;
  /** Told once for all that travel in one unit, at this time; late members hear of it when they join. */
  readonly unit: { readonly flight: Flight; readonly sentAt: Instant } | null;
  /** When it would have been told if the feed had not been silent. */
  readonly usuallyAt: Instant;
  readonly sentAt: Instant;
  /** When it is told once more, word for word. */
  readonly againAt: Instant | null;
}
