import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Merchant, Scopes, type MerchantCaller, type Page } from '@landfall/service-kit';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { ReadScorecards } from './read-scorecards.handler.ts';
import { ScorecardPageDto } from './scorecard.dto.ts';
import { ScorecardsQuery } from './scorecards.query.ts';

@ApiTags('scorecards')
@Controller('v1/scorecards')
export class ReadScorecardsController {
  constructor(private readonly scorecards: ReadScorecards) {}

  @Get()
  @Scopes('analytics:read')
  @ApiOperation({ summary: 'Verified figures by lane, route or provider over matured parcels, best first' })
  @ApiOkResponse({ type: ScorecardPageDto })
  list(@Merchant() merchant: MerchantCaller, @Query() query: ScorecardsQuery): Promise<Page<Scorecard>> {
    return this.scorecards.list(merchant.merchantId, query);
  }
}
