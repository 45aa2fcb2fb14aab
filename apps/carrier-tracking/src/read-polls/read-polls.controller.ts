import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import { Merchant, Scopes, SystemClock, type MerchantCaller } from '@landfall/service-kit';
import { PollerStore } from '../persistence/poller.store.ts';
import { POLLERS, type Poller } from '../poll-carriers/poller.ts';
import { PollsResponse, toPolledCarrier } from './polls.response.ts';

@ApiTags('Carriers')
@Controller('v1/carriers/polls')
export class ReadPollsController {
  constructor(
    @Inject(POLLERS) private readonly pollers: readonly Poller[],
    private readonly store: PollerStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: SystemClock,
  ) {}

  @Get()
  @Scopes('tracking:read')
  @ApiOperation({ summary: 'Which carriers are polled, and whether they answer' })
  @ApiOkResponse({ type: PollsResponse })
  async read(@Merchant() { merchantId }: MerchantCaller): Promise<PollsResponse> {
    const rows = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.store.find(
        tx,
        this.pollers.map(({ name }) => name),
      ),
    );
    const now = this.clock.now().getTime();
    return { data: rows.map((row) => toPolledCarrier(row, now)) };
  }
}
