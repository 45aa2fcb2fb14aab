import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ReceiveScanService } from './receive-scan.service.ts';
import { TrackingEventDto } from './tracking-event.dto.ts';

/** One scan a request. */
@Controller('tracking-events')
export class ReceiveScanController {
  constructor(private readonly service: ReceiveScanService) {}

  @Post()
  @HttpCode(202)
  receive(@Body() event: TrackingEventDto): Promise<{ id: string }> {
    return this.service.receive(event);
  }
}
