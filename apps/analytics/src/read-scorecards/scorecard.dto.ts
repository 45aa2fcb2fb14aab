import { Country, Integer, ListOf, Nested, Num, OneOf, Text } from '@landfall/service-kit';
import { scorecardKinds, type Rate, type Scorecard, type ScorecardKind } from '../scorecard/scorecard.ts';

/** A share of parcels with its 95% Wilson interval. */
export class RateDto implements Rate {
  @Num({ min: 0, max: 1 })
  value!: number;

  @Num({ min: 0, max: 1 })
  low!: number;

  @Num({ min: 0, max: 1 })
  high!: number;

  @Integer({ min: 0, description: 'Mature parcels that the share is of.' })
  n!: number;
}

/** Days from hand-over to delivery over all mature parcels; null where the quantile is infinite or unknown. */
export class TransitDaysDto {
  @Num({ min: 0, nullable: true })
  p50!: number | null;

  @Num({ min: 0, nullable: true })
  p80!: number | null;

  @Num({ min: 0, nullable: true })
  p95!: number | null;
}

/** The verified figures of one lane, route or provider. */
export class ScorecardDto implements Scorecard {
  @OneOf(scorecardKinds)
  by!: ScorecardKind;

  @Text({ max: 255, description: 'Lane such as CN-US, route as the parcels carried it, or provider id.' })
  subject!: string;

  @Country({ nullable: true, description: 'Null where the parcels differ or nobody has told.' })
  originCountry!: string | null;

  @Country({ nullable: true, description: 'Null where the parcels differ.' })
  destinationCountry!: string | null;

  @Text({ max: 64, nullable: true })
  routeId!: string | null;

  @Integer({ min: 0, description: 'Judged parcels of any age.' })
  parcels!: number;

  @Integer({
    min: 0,
    description:
      'Parcels old enough to be judged: the larger of 30 days and their lane’s P99 since dispatch.',
  })
  mature!: number;

  @Nested(() => TransitDaysDto)
  transitDays!: TransitDaysDto;

  @Num({ min: 0, nullable: true, description: 'P90 - P50 of the transit, days.' })
  spread!: number | null;

  @Nested(() => RateDto, { nullable: true, description: 'Delivered / all mature.' })
  receiptRate!: RateDto | null;

  @Nested(() => RateDto, { nullable: true, description: 'Delivered by the promise / all mature with one.' })
  onTimeRate!: RateDto | null;
}

/** Scorecards by the lower bound of their receipt rate, best first. */
export class ScorecardPageDto {
  @ListOf(() => ScorecardDto, { max: 200 })
  data!: ScorecardDto[];

  @Text({ max: 1_000, nullable: true })
  nextCursor!: string | null;
}
