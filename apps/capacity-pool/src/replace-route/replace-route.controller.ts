import { Body, Controller, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdParam, Merchant, Scopes, type MerchantCaller } from '@landfall/service-kit';
import { RouteBody } from '../create-route/route.body.ts';
import { RouteDto } from '../read-routes/route.dto.ts';
import { ReplaceRoute } from './replace-route.handler.ts';

@ApiTags('routes')
@Controller('v1/routes')
export class ReplaceRouteController {
  constructor(private readonly handler: ReplaceRoute) {}

  @Put(':id')
  @Scopes('pool:write')
  @ApiOperation({ summary: 'Put a whole route in the place of the one that stands' })
  @ApiOkResponse({ type: RouteDto })
  replace(
    @Merchant() merchant: MerchantCaller,
    @IdParam('id') id: string,
    @Body() body: RouteBody,
  ): Promise<RouteDto> {
    return this.handler.replace(merchant.merchantId, id, body);
  }
}
