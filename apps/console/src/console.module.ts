import { Module } from '@nestjs/common';
import { ConsolePageModule } from './console-page/console-page.module.ts';
import { GatewayModule } from './gateway/gateway.module.ts';
import { ReplayClockController } from './replay-clock/replay-clock.controller.ts';
import { ReplayClockCoordinator } from './replay-clock/replay-clock.coordinator.ts';

@Module({
  imports: [GatewayModule, ConsolePageModule],
  controllers: [ReplayClockController],
  providers: [ReplayClockCoordinator],
})
export class ConsoleModule {}
