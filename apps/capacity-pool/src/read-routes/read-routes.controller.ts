import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  decodeCursor,
  IdParam,
  Merchant,
  notFound,
  pageOf,
  Scopes,
  type MerchantCaller,
  type Page,
} from '@landfall/service-kit';
import { isIdPosition } from '../persistence/id-position.ts';
import { RoutesStore } from '../persistence/routes.store.ts';
import { RouteViews } from './route-views.ts';
import { RouteDto, RoutePageDto } from './route.dto.ts';
import { RoutesQuery } from './routes.query.ts';

@ApiTags('routes')
@Controller('v1/routes')
@Scopes('pool:read')
export class ReadRoutesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly routes: RoutesStore,
    private readonly views: RouteViews,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List routes with claimed and verified figures' })
  @ApiOkResponse({ type: RoutePageDto })
  async list(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() { limit = 50, cursor, ...filter }: RoutesQuery,
  ): Promise<Page<RouteDto>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isIdPosition).id;
    const views = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) =>
      this.views.of(tx, merchantId, await this.routes.list(tx, merchantId, limit + 1, after, filter)),
    );
    return pageOf(
      views,
      limit,
      (view) => view,
      ({ id }) => ({ id }),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a route with claimed and verified figures' })
  @ApiOkResponse({ type: RouteDto })
  async one(@Merchant() { merchantId }: MerchantCaller, @IdParam('id') id: string): Promise<RouteDto> {
    const [view] = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const route = await this.routes.find(tx, merchantId, id);
      return route ? this.views.of(tx, merchantId, [route]) : [];
    });
    if (!view) throw notFound('The route');
    return view;
  }
}
