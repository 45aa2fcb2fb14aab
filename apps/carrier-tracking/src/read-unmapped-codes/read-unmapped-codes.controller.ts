import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import { decodeCursor, Merchant, pageOf, Scopes, type MerchantCaller } from '@landfall/service-kit';
import { isCodePosition, UnmappedCodeStore } from '../persistence/unmapped-code.store.ts';
import { ReadingSuggestions } from '../suggest-readings/reading-suggestions.ts';
import { toUnmappedCode, UnmappedCodesResponse } from './unmapped-code.response.ts';
import { UnmappedCodesQuery } from './unmapped-codes.query.ts';

const mostExamples = 3;

@ApiTags('Codes')
@Controller('v1/unmapped-codes')
export class ReadUnmappedCodesController {
  constructor(
    private readonly codes: UnmappedCodeStore,
    private readonly suggestions: ReadingSuggestions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @Scopes('tracking:read')
  @ApiOperation({
    summary:
      'Codes of senders that stand in no table, and that you have not mapped, with examples and a suggestion',
    description: 'By sender and code; counted from the scans of your parcels that are kept.',
  })
  @ApiOkResponse({ type: UnmappedCodesResponse })
  async page(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() { sender, limit = 50, cursor }: UnmappedCodesQuery,
  ): Promise<UnmappedCodesResponse> {
    const after = cursor ? decodeCursor(cursor, isCodePosition) : null;
    const { rows, examples } = await this.unitOfWork.run(
      { pool: 'http', merchants: [merchantId] },
      async (tx) => {
        const rows = await this.codes.page(tx, merchantId, {
          sender: sender ?? null,
          after,
          limit: limit + 1,
        });
        return { rows, examples: await this.codes.examples(tx, merchantId, rows, mostExamples) };
      },
    );
    const ofCode = Map.groupBy(examples, keyOf);
    return pageOf(
      rows,
      limit,
      (row) => {
        const its = ofCode.get(keyOf(row)) ?? [];
        const texts = its.flatMap(({ unmapped }) => unmapped.text ?? []);
        return toUnmappedCode(row, its, this.suggestions.of(row.sender, row.toldAs, texts));
      },
      ({ sender, code }) => ({ sender, code }),
    );
  }
}

const keyOf = ({ sender, code }: { sender: string; code: string }): string => `${sender} ${code}`;
