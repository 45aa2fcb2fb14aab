import type { Telling } from '../feed/telling.ts';
import { hour, type Instant } from '../wire/instants.ts';

/** The tellings as a listener hears them who is told at the end of each step what was said in it. */
export function asHeard(told: readonly Telling[], begins: Instant, stepHours: number): Telling[] {
  const step = stepHours * hour;
  const heard = (at: Instant): Instant => begins + (Math.floor((at - begins) / step) + 1) * step;
  return told.map((telling) => ({
    ...telling,
    usuallyAt: heard(telling.usuallyAt),
    sentAt: heard(telling.sentAt),
  }));
}
