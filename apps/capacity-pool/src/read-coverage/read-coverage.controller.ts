import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  decodeCursor,
  Merchant,
  pageOf,
  PageQuery,
  Scopes,
  type MerchantCaller,
  type Page,
} from '@landfall/service-kit';
import { RoutesStore } from '../persistence/routes.store.ts';
import { VerifiedFiguresStore } from '../persistence/verified-figures.store.ts';
import { compareGaps, coverageGaps, type CoverageGap, type GapPosition } from '../pool/coverage.ts';
import { figuresOf, verify } from '../pool/verification.ts';
import { CoveragePageDto } from './coverage.dto.ts';

@ApiTags('coverage')
@Controller('v1/coverage')
export class ReadCoverageController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly routes: RoutesStore,
    private readonly figures: VerifiedFiguresStore,
  ) {}

  @Get()
  @Scopes('pool:read')
  @ApiOperation({ summary: 'List lanes that fewer than two verified routes serve, the busiest first' })
  @ApiOkResponse({ type: CoveragePageDto })
  async list(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() { limit = 50, cursor }: PageQuery,
  ): Promise<Page<CoverageGap>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isGapPosition);
    const gaps = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const routes = await this.routes.all(tx, merchantId);
      const bySubject = await this.figures.ofRoutes(tx, merchantId, routes);
      const serving = routes.map((route) => ({
        ...route,
        verified: verify(figuresOf(route, bySubject)).status === 'verified',
      }));
      return coverageGaps(serving, await this.figures.ofLanes(tx, merchantId));
    });
    const rest = after ? gaps.filter((gap) => compareGaps(gap, after) > 0) : gaps;
    return pageOf(rest, limit, (gap) => gap, positionOf);
  }
}

const positionOf = ({ parcels, originCountry, destinationCountry }: CoverageGap): GapPosition => ({
  parcels,
  originCountry,
  destinationCountry,
});

const isGapPosition = (value: unknown): value is GapPosition => {
  if (typeof value !== 'object' || value === null) return false;
  const { parcels, originCountry, destinationCountry } = value as Record<string, unknown>;
  return (
    typeof parcels === 'number' && typeof originCountry === 'string' && typeof destinationCountry === 'string'
  );
};
