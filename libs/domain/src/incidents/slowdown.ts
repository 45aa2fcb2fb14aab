/** Parcels that entered a stage on one day: how many, how many are still there, and how many should be. */
export interface DayStill {
  readonly entered: number;
  readonly still: number;
  /** P(still there) of one of them, by what has been learned. */
  readonly expectedShare: number;
}

/** How a trunk line stands against its own history. */
export interface Backlog {
  readonly parcels: number;
  readonly still: number;
  /** As many as should still be there. */
  readonly expected: number;
  /** By how many standard deviations there are more. */
  readonly excess: number;
}

/** A day's parcels travel in one or two flights: their number varies more than that of parcels on their own would. */
const OVERDISPERSION = 12;
const LEAST_EXCESS_PARCELS = 10;
const OPENS_AT = { deviations: 4, share: 2 };
const CLOSES_UNDER = { deviations: 2, share: 1.2 };

/**
 * How many parcels are still on a trunk line, against how many should be: each day's share by itself, by its age.
 * @param apart how many of them are still there for a cause of their own
 */
export function backlogOf(days: Iterable<DayStill>, apart = 0): Backlog {
  let [parcels, still, expected, variance] = [0, -apart, 0, 0];
  for (const { entered, still: left, expectedShare } of days) {
    parcels += entered;
    still += left;
    expected += entered * expectedShare;
    variance += entered * expectedShare * (1 - expectedShare);
  }
  // Never under one parcel: a stage that should be empty is not certain to be.
  const deviation = Math.sqrt(OVERDISPERSION * Math.max(1, variance));
  return { parcels, still, expected, excess: (still - expected) / deviation };
}

/** Whether a backlog is a slowdown; one that is open lasts until the stage is nearly as it was. */
export function isSlow({ still, expected, excess }: Backlog, isOpen: boolean): boolean {
  const { deviations, share } = isOpen ? CLOSES_UNDER : OPENS_AT;
  const isMany = isOpen || still - expected >= LEAST_EXCESS_PARCELS;
  return isMany && excess >= deviations && still >= share * expected;
}
