import { createHash } from 'node:crypto';
import { Controller, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ApiIdempotencyKey,
  IdempotencyKey,
  mebibyte,
  Merchant,
  Scopes,
  sendAnswer,
  type MerchantCaller,
  RawBody,
  rawBodyOf,
} from '@landfall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MerchantRequests } from '../requests/merchant-requests.ts';
import { ImportOrdersHandler } from './import-orders.handler.ts';
import { ImportOrdersQuery } from './import-orders.request.ts';
import { ImportResponse } from './import-orders.response.ts';
import { mostRows } from './read-orders-table.ts';

const route = 'POST /v1/orders/imports';

@ApiTags('orders')
@Controller('v1/orders/imports')
export class ImportOrdersController {
  constructor(
    private readonly requests: MerchantRequests,
    private readonly handler: ImportOrdersHandler,
  ) {}

  @Post()
  @Scopes('orders:write')
  @RawBody(16 * mebibyte)
  @ApiIdempotencyKey()
  @ApiConsumes('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @ApiOperation({
    summary: `Place the orders of a CSV or Excel file, up to ${mostRows} rows`,
    description:
      'One row is one line of an order: rows with the same external id are one order, and what is said of the order may stand in ' +
      'the first of them alone. An order with a bad row is refused whole, and each error names row and column; the others are ' +
      'placed. An order that is there already stays as it is (409 `order_exists`), so that the same file may be sent again. ' +
      'What can be read in two ways (1,234 or 03/04/2026, a time without its zone, a formula, merged cells) is an error, ' +
      'never a guess. A date without a time is the beginning of its day, and the end of it where something is promised or due.',
  })
  @ApiBody({
    description: 'The file, with a row that names its columns.',
    schema: { type: 'string', format: 'binary' },
  })
  @ApiResponse({ status: 207, type: ImportResponse, description: 'What became of each order.' })
  async place(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() query: ImportOrdersQuery,
    @Req() request: FastifyRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const file = rawBodyOf(request);
    const read = await this.handler.read(file, query);
    const body = { query, file: createHash('sha256').update(file).digest('base64') };
    const answer = await this.requests.run({ merchantId, route, key, body }, async (tx) => ({
      status: 207,
      body: await this.handler.place(tx, merchantId, read),
    }));
    return sendAnswer(reply, answer);
  }
}
