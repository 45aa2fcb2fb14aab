import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  decodeCursor,
  IdParam,
  Merchant,
  notFound,
  PageQuery,
  pageOf,
  Scopes,
  Text,
  type MerchantCaller,
  type Page,
} from '@landfall/service-kit';
import { isUUID } from 'class-validator';
import { orderView, type OrderView } from '../order/order-view.ts';
import { OrderPageResponse, OrderResponse } from '../order/order.response.ts';
import { OrdersStore } from '../persistence/orders.store.ts';
import { PeopleReader } from '../order/people.reader.ts';

export class FindOrdersQuery extends PageQuery {
  @Text({ max: 255, optional: true }) externalId?: string;
  @Text({ max: 64, optional: true }) marketplace?: string;
}

const isPosition = (value: unknown): value is { id: string } =>
  isUUID((value as { id?: unknown } | null | undefined)?.id);

@ApiTags('orders')
@Controller('v1/orders')
export class FindOrdersController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrdersStore,
    private readonly people: PeopleReader,
  ) {}

  @Get()
  @Scopes('orders:read')
  @ApiOperation({ summary: 'List orders, the newest first' })
  @ApiOkResponse({ type: OrderPageResponse })
  list(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() query: FindOrdersQuery,
  ): Promise<Page<OrderView>> {
    const { externalId, marketplace, cursor, limit = 50 } = query;
    const before = cursor === undefined ? undefined : decodeCursor(cursor, isPosition).id;
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const rows = await this.orders.list(tx, merchantId, { externalId, marketplace, before, limit });
      const personOf = await this.people.read(tx, merchantId, rows);
      return pageOf(
        rows,
        limit,
        (row) => orderView(row, personOf(row)),
        ({ id }) => ({ id }),
      );
    });
  }

  @Get(':id')
  @Scopes('orders:read')
  @ApiOperation({ summary: 'Get an order' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: OrderResponse })
  get(@Merchant() { merchantId }: MerchantCaller, @IdParam('id') id: string): Promise<OrderView> {
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const row = await this.orders.find(tx, merchantId, id);
      if (!row) throw notFound('The order');
      const personOf = await this.people.read(tx, merchantId, [row]);
      return orderView(row, personOf(row));
    });
  }
}
