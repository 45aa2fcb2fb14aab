import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, KafkaContext, Payload } from '@nestjs/microservices';
import { Progress } from '../participant.ts';
import { scansTopic } from './baseline.topic.ts';
import { KeepParcelStateService } from './keep-parcel-state.service.ts';
import { ScanDto } from './scan.dto.ts';

/** One scan at a time, as Nest's Kafka transport hands it over. */
@Controller()
export class KeepParcelStateController {
  constructor(
    private readonly service: KeepParcelStateService,
    private readonly progress: Progress,
  ) {}

  @EventPattern<string>(scansTopic)
  async apply(@Payload() scan: ScanDto, @Ctx() context: KafkaContext): Promise<void> {
    const headers = context.getMessage().headers ?? {};
    const isNew = await this.service.apply(String(headers['ce_id']), String(headers['ce_merchantid']), scan);
    if (isNew) this.progress.committed(1);
  }
}
