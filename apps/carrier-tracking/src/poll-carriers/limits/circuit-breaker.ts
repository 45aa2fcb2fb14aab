import { fullJitter } from './full-jitter.ts';

/** Whether a carrier is asked at all. Instants are epoch milliseconds. */
export interface Breaker {
  readonly state: 'closed' | 'open' | 'half_open';
  /** Calls that failed one after the other. */
  readonly failures: number;
  /** How often it opened since a call last succeeded. */
  readonly trips: number;
  /** Open: until then nobody is asked. Half open: until then one call has time to show whether he works again. */
  readonly until: number;
}

export const closedBreaker: Breaker = { state: 'closed', failures: 0, trips: 0, until: 0 };

const failuresToOpen = 5;
const shortest = 5_000;
const pause = { base: 60_000, cap: 15 * 60_000 };

/** How many calls it lets through: any number, one, or none. */
export const lets = ({ state, until }: Breaker, now: number): 'any' | 'probe' | 'none' => {
  if (state === 'closed') return 'any';
  return now >= until ? 'probe' : 'none';
};

/** @param forMs how long the call that is let through may take; whoever makes it may be killed meanwhile */
export const probing = (breaker: Breaker, now: number, forMs: number): Breaker => ({
  ...breaker,
  state: 'half_open',
  until: now + forMs,
});

export const afterSuccess = (): Breaker => closedBreaker;

/** A call that was made before it opened and fails behind that tells nothing new. @param draw from 0 up to 1 */
export const afterFailure = (breaker: Breaker, now: number, draw: number): Breaker => {
  const { state, failures, trips } = breaker;
  if (state === 'open') return breaker;
  if (state === 'closed' && failures + 1 < failuresToOpen) return { ...breaker, failures: failures + 1 };
  return {
    state: 'open',
    failures: failures + 1,
    trips: trips + 1,
    until: now + shortest + fullJitter(pause, trips + 1, draw),
  };
};
