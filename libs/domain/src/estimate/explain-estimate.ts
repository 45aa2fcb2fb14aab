import type { Instant } from '../calendar/instant.ts';
import { workingHoursBetween } from '../calendar/working-hours.ts';
import { isFinalPhase, stageOf } from '../chain.ts';
import type { DwellOrigin } from '../dwell/dwell-distribution.ts';
import type { TimedStage } from '../legs/leg.ts';
import type { ParcelView } from '../parcel/parcel-view.ts';
import { estimateDelivery } from './estimate-delivery.ts';
import { remainingRoad } from './remaining-road.ts';

/** A stage of the road that an estimate adds up, or the final phase or rest of a stage it is in, in working hours of its calendar. */
export interface EstimatePart {
  readonly stage: TimedStage;
  /** How long the parcel has been in it; null for a stage to come. */
  readonly spentHours: number | null;
  /** By when half, 80% and 90% have left: of all parcels, or in the present stage of those of which no trouble was told. */
  readonly p50Hours: number;
  readonly p80Hours: number;
  readonly p90Hours: number;
  readonly origin: DwellOrigin;
}

export interface EstimateExplained {
  readonly parts: readonly EstimatePart[];
  /** The present stage in words. */
  readonly reason: string;
}

/** What a parcel's estimate is made of; null where there is none. */
export function explainEstimate(view: ParcelView, now: Instant): EstimateExplained | null {
  if (estimateDelivery(view, now) === null) return null;
  const { facts, knowledge } = view;
  const { current, since, later } = remainingRoad(view, now);
  const partOf = (stage: TimedStage, spentHours: number | null): EstimatePart => {
    const ofAll = knowledge.dwellOf(stage, facts);
    const dwell = spentHours === null ? ofAll : ofAll.present;
    const [p50Hours = 0, p80Hours = 0, p90Hours = 0] = [0.5, 0.8, 0.9].map((q) => tenths(dwell.quantile(q)));
    return { stage, spentHours, p50Hours, p80Hours, p90Hours, origin: dwell.origin };
  };
  const spent = tenths(workingHoursBetween(knowledge.calendarOf(stageOf(current), facts), since, now));
  const present = partOf(current, spent);
  return {
    parts: [present, ...later.map((stage) => partOf(stage, null))],
    reason:
      view.state.stretchSince === null
        ? 'nobody has picked it up yet'
        : `${inWords(current, Math.round(spent))}; 80% leave within ${Math.round(present.p80Hours)} h`,
  };
}

const inWords = (stage: TimedStage, hours: number): string => {
  const [place = '', scan] = stage.replaceAll('_', ' ').split('/');
  if (scan !== undefined) return `in ${place}, ${hours} h after ${scan}`;
  return `${isFinalPhase(stage) ? '' : 'in '}${place} for ${hours} h`;
};

const tenths = (hours: number): number => Math.round(hours * 10) / 10;
