import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  decodeCursor,
  IdParam,
  Merchant,
  notFound,
  pageOf,
  PageQuery,
  Scopes,
  type MerchantCaller,
  type Page,
} from '@landfall/service-kit';
import { isIdPosition } from '../persistence/id-position.ts';
import { ProvidersStore } from '../persistence/providers.store.ts';
import { ProviderDto, ProviderPageDto, toProviderDto } from './provider.dto.ts';

@ApiTags('providers')
@Controller('v1/providers')
@Scopes('pool:read')
export class ReadProvidersController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly providers: ProvidersStore,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List providers' })
  @ApiOkResponse({ type: ProviderPageDto })
  async list(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() { limit = 50, cursor }: PageQuery,
  ): Promise<Page<ProviderDto>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isIdPosition).id;
    const rows = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.providers.list(tx, merchantId, limit + 1, after),
    );
    return pageOf(rows, limit, toProviderDto, ({ id }) => ({ id }));
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a provider' })
  @ApiOkResponse({ type: ProviderDto })
  async one(@Merchant() { merchantId }: MerchantCaller, @IdParam('id') id: string): Promise<ProviderDto> {
    const provider = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.providers.find(tx, merchantId, id),
    );
    if (!provider) throw notFound('The provider');
    return toProviderDto(provider);
  }
}
