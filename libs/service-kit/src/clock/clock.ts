import { conflict, unavailable } from '../problems/problems.ts';

/** The one source of time for everything a merchant can see; technical times stay on the system clock. */
export abstract class Clock {
  /** A new Date; the caller may keep it. */
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands where it was put, for playing history. */
export class ReplayClock extends Clock {
  private instant: number | undefined;

  /** Throws ProblemError 503 `clock_not_set` before the first `set`. */
  now(): Date {
    if (this.instant === undefined) throw unavailable('clock_not_set', 'Set the clock first: PUT /v1/clock.');
    return new Date(this.instant);
  }

  /** Whether it was put anywhere yet. */
  get isSet(): boolean {
    return this.instant !== undefined;
  }

  /** Moves the clock forward or leaves it where it is. Throws ProblemError 409 `clock_moves_forward` otherwise. */
  set(instant: Date): void {
    const next = instant.getTime();
    if (Number.isNaN(next)) throw new RangeError('the instant is not a date');
    if (this.instant !== undefined && next < this.instant) {
      throw conflict('clock_moves_forward', `The clock stands at ${new Date(this.instant).toISOString()}.`);
    }
    this.instant = next;
  }
}
