import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { formatMoney } from '@landfall/domain';
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
import { countOpenByCode, findException, listExceptions } from '../persistence/exception-reader.store.ts';
import { exceptionAnswer, type ExceptionAnswer } from './exception-answer.ts';
import { ExceptionQuery } from './exception-query.dto.ts';

interface Position {
  at: string;
  id: string;
}

const isPosition = (value: unknown): value is Position => {
  const { at, id } = (value ?? {}) as Partial<Position>;
  return (
    typeof at === 'string' &&
    (/^-?\d+$/.test(at) || !Number.isNaN(Date.parse(at))) &&
    /^[0-9a-f-]{36}$/.test(String(id))
  );
};

@ApiTags('exceptions')
@Controller('v1/exceptions')
export class ReadExceptionsController {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Get()
  @Scopes('exceptions:read')
  @ApiOperation({ summary: 'Exceptions of parcels and orders' })
  list(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() query: ExceptionQuery,
  ): Promise<Page<ExceptionAnswer>> {
    const limit = query.limit ?? 50;
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, isPosition);
    const sort = query.sort === '-recoverableValue' ? 'recoverableValue' : 'openedAt';
    const { state, code, leg, country, carrier, parcelId } = query;
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) =>
      pageOf(
        await listExceptions(tx, {
          state,
          code,
          leg,
          country,
          carrier,
          parcelId,
          sort,
          after,
          limit: limit + 1,
        }),
        limit,
        exceptionAnswer,
        (row): Position => ({
          at: sort === 'recoverableValue' ? String(row.recoverableMinor) : row.openedAt.toISOString(),
          id: row.id,
        }),
      ),
    );
  }

  @Get('summary')
  @Scopes('exceptions:read')
  @ApiOperation({ summary: 'Open exceptions by code, with the value at risk' })
  summary(@Merchant() { merchantId }: MerchantCaller) {
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const byCode = Map.groupBy(await countOpenByCode(tx), (row) => row.code);
      return {
        byCode: [...byCode].map(([code, rows]) => ({
          code,
          count: rows.reduce((sum, row) => sum + row.count, 0),
          valueAtRisk: rows.map((row) => formatMoney(row.riskMinor, row.currency)),
        })),
      };
    });
  }

  @Get(':id')
  @Scopes('exceptions:read')
  @ApiOperation({ summary: 'An exception with its evidence' })
  one(@Merchant() { merchantId }: MerchantCaller, @IdParam('id') id: string): Promise<ExceptionAnswer> {
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const exception = await findException(tx, id);
      if (!exception) throw notFound('The exception');
      return exceptionAnswer(exception);
    });
  }
}
