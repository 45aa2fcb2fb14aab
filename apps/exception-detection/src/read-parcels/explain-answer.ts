import { instantText } from '@landfall/contracts';
import {
  explainEstimate,
  explainRules,
  type EstimatePart,
  type Finding,
  type KnownException,
  type ParcelView,
} from '@landfall/domain';
import { estimateTold } from '../track-parcel/advance-parcel.ts';

interface FindingAnswer {
  leg: string | null;
  since: string;
  threshold: { hours: number } | null;
  basis: string | null;
  eventIds: string[];
}

/** Why a parcel stands as it does. */
export interface ExplainAnswer {
  id: string;
  state: string;
  currentLeg: string | null;
  currentWait: string | null;
  /** Since when it is there. */
  legSince: string | null;
  lastEventAt: string | null;
  rules: {
    code: string;
    /** In words: when it opens, and what clears it. */
    opens: string;
    clears: string;
    verdict: 'holds' | 'clear';
    findings: FindingAnswer[];
    /** From when on it will hold if nothing is heard until then. */
    next: (FindingAnswer & { at: string }) | null;
  }[];
  estimate: (ReturnType<typeof estimateTold> & { reason: string; parts: EstimatePart[] }) | null;
}

const textOrNull = (instant: number | null): string | null =>
  instant === null ? null : instantText(instant);

const findingAnswer = ({ leg, since, evidence }: Finding): FindingAnswer => ({
  leg,
  since: instantText(since),
  threshold: evidence.threshold ?? null,
  basis: evidence.basis ?? null,
  eventIds: [...evidence.eventIds],
});

/** @param known how the parcel's exceptions stand: what is open may hold on longer */
export const explainAnswer = (
  view: ParcelView,
  known: readonly KnownException[],
  now: Date,
): ExplainAnswer => {
  const instant = now.getTime();
  const { state } = view;
  const estimate = estimateTold(view, instant);
  const explained = explainEstimate(view, instant);
  return {
    id: view.parcelId,
    state: state.status,
    currentLeg: state.currentLeg,
    currentWait: state.currentWait,
    legSince: textOrNull(state.legSince),
    lastEventAt: textOrNull(state.lastEvent?.occurredAt ?? null),
    rules: explainRules(view, instant, known).map(({ code, opens, clears, holds, next }) => ({
      code,
      opens,
      clears,
      verdict: holds.length > 0 ? 'holds' : 'clear',
      findings: holds.map(findingAnswer),
      next: next?.finding ? { ...findingAnswer(next.finding), at: instantText(next.at) } : null,
    })),
    estimate: estimate && explained && { ...estimate, reason: explained.reason, parts: [...explained.parts] },
  };
};
