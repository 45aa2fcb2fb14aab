import { Country, Instant, OneOf, PageQuery } from '@landfall/service-kit';
import { scorecardKinds, type ScorecardKind } from '../scorecard/scorecard.ts';

/** What scorecards are asked for. */
export class ScorecardsQuery extends PageQuery {
  @OneOf(scorecardKinds, { optional: true, description: 'What to group by; lane unless told.' })
  by?: ScorecardKind = 'lane';

  @Instant({ optional: true, description: 'Parcels shipped at this time or later.' })
  from?: string;

  @Instant({ optional: true, description: 'Parcels shipped before this time.' })
  to?: string;

  @Country({ optional: true, description: 'Only parcels to this country.' })
  country?: string;
}
