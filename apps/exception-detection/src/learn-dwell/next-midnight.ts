import { DAY_MS } from '@landfall/domain';

/** The first midnight UTC after an instant. */
export const nextMidnight = (instant: Date): Date =>
  new Date((Math.floor(instant.getTime() / DAY_MS) + 1) * DAY_MS);
