import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, KafkaContext, Payload } from '@nestjs/microservices';
import { Progress } from '../participant.ts';
import { scansTopic } from './baseline.topic.ts';
import { KeepParcelStateService } from './keep-parcel-state.service.ts';
import { ScanDto } from './scan.dto.ts';
import { VisibleScans } from './visible-scans.ts';

/** One scan at a time, as Nest's Kafka transport hands it over. */
@Controller()
export class KeepParcelStateController {
  constructor(
    private readonly service: KeepParcelStateService,
    private readonly progress: Progress,
    private readonly visible: VisibleScans,
  ) {}

  @EventPattern<string>(scansTopic)
  async apply(@Payload() scan: ScanDto, @Ctx() context: KafkaContext): Promise<void> {
    const headers = context.getMessage().headers ?? {};
    const isNew = await this.service.apply(String(headers['ce_id']), String(headers['ce_merchantid']), scan);
    if (!isNew) return;
    this.progress.committed(1);
    this.visible.committed(scan);
  }
}
