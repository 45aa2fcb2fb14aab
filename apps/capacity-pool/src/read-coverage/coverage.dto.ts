import { Country, Integer, ListOf, Text } from '@landfall/service-kit';
import type { CoverageGap } from '../pool/coverage.ts';

/** A lane that fewer than two verified routes serve. */
export class CoverageGapDto implements CoverageGap {
  @Country()
  originCountry!: string;

  @Country()
  destinationCountry!: string;

  @Integer({ min: 0, description: 'Routes that serve the lane, verified or not.' })
  routes!: number;

  @Integer({ min: 0 })
  verifiedRoutes!: number;

  @Integer({ min: 0, description: 'Parcels seen on the lane, on any route or none.' })
  parcels!: number;
}

/** Gaps, the busiest lane first. */
export class CoveragePageDto {
  @ListOf(() => CoverageGapDto, { max: 200 })
  data!: CoverageGapDto[];

  @Text({ max: 1_000, nullable: true })
  nextCursor!: string | null;
}
