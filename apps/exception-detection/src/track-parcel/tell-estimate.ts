import type { DataOf, estimatesTopic } from '@landfall/contracts';
import { DAY_MS, hasMedianMoved, type ParcelView } from '@landfall/domain';

/** An estimate as outsiders see it. */
export type ToldEstimate = DataOf<typeof estimatesTopic, 'estimate.revised'>['estimate'];

/** A median that moves by more is news. */
const worthTellingMs = DAY_MS;

/** Whether an estimate has moved so far at `instant` that it is told again. */
export const isRevised = (told: ToldEstimate | null, view: ParcelView, instant: number): boolean =>
  told !== null && hasMedianMoved(view, instant, Date.parse(told.p50), worthTellingMs);

/**
 * When the estimate that was told has to be looked at again if nothing is heard: by then the parcel is so late that its
 * median has moved by more than a day, as it never lies in the past.
 */
export const estimateDueAt = (told: ToldEstimate | null): number | null =>
  told === null ? null : Date.parse(told.p50) + worthTellingMs + 1;
