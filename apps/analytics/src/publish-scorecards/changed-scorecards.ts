import { isDeepStrictEqual } from 'node:util';
import type { DataOf, scorecardsTopic } from '@landfall/contracts';
import { deterministicId } from '@landfall/messaging';
import type { Scorecard } from '../scorecard/scorecard.ts';

/** A card as the topic tells it, without its id and the time it was made at. */
export type ScorecardFigures = Omit<
  DataOf<typeof scorecardsTopic, 'scorecard.published'>,
  'scorecardId' | 'computedAt'
>;

/** The last card told of a subject. */
export interface ToldScorecard {
  scorecardId: string;
  version: number;
  figures: ScorecardFigures;
}

/** The id of a subject's card: the same in every run. */
export const scorecardIdOf = (
  merchantId: string,
  { by, subject }: Pick<Scorecard, 'by' | 'subject'>,
): string => deterministicId('scorecard', merchantId, by, subject);

const figuresOf = ({ spread: _, ...figures }: Scorecard): ScorecardFigures => figures;

/** What a card says once no parcel is left in it. */
const emptied = (figures: ScorecardFigures): ScorecardFigures => ({
  ...figures,
  parcels: 0,
  mature: 0,
  transitDays: { p50: null, p80: null, p95: null },
  receiptRate: null,
  onTimeRate: null,
});

/**
 * The cards that differ from what was told last, each with its next version. A told card whose subject has no parcel
 * any more (its parcels changed their route) is told once again, empty.
 */
export const changedScorecards = (
  merchantId: string,
  told: readonly ToldScorecard[],
  cards: readonly Scorecard[],
): ToldScorecard[] => {
  const known = new Map(told.map((card) => [card.scorecardId, card]));
  const present = new Map(cards.map((card) => [scorecardIdOf(merchantId, card), figuresOf(card)]));
  for (const { scorecardId, figures } of told)
    if (!present.has(scorecardId)) present.set(scorecardId, emptied(figures));
  return [...present]
    .filter(([scorecardId, figures]) => !isDeepStrictEqual(known.get(scorecardId)?.figures, figures))
    .map(([scorecardId, figures]) => ({
      scorecardId,
      version: (known.get(scorecardId)?.version ?? 0) + 1,
      figures,
    }))
    .sort((a, b) => (a.scorecardId < b.scorecardId ? -1 : 1));
};
