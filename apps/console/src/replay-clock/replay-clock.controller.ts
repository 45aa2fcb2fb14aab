import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CONFIG, conflict, Instant, type BaseConfig } from '@landfall/service-kit';
import { ReplayClockCoordinator, type Drained } from './replay-clock.coordinator.ts';

class ClockTarget {
  @Instant({ description: 'The instant to put every clock to' })
  now!: string;
}

@ApiTags('clock')
@Controller('v1/clock')
export class ReplayClockController {
  constructor(
    @Inject(CONFIG) private readonly config: BaseConfig,
    private readonly coordinator: ReplayClockCoordinator,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Where the clock stands' })
  async read(): Promise<{ clock: string; now: string | null }> {
    const clock = this.config.LANDFALL_CLOCK;
    const now = clock === 'system' ? new Date() : await this.coordinator.read();
    return { clock, now: now?.toISOString() ?? null };
  }

  @Put()
  @ApiOperation({ summary: 'Put the clock forward and wait until everything has been processed' })
  put(@Body() body: ClockTarget): Promise<Drained> {
    if (this.config.LANDFALL_CLOCK !== 'replay')
      throw conflict('clock_is_system', 'The clock can be put only under LANDFALL_CLOCK=replay.');
    return this.coordinator.put(new Date(body.now));
  }
}
