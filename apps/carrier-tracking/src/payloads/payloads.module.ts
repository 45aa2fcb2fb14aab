import { Module } from '@nestjs/common';
import { PayloadIntake } from './payload-intake.ts';
import { PayloadKeys } from './payload-keys.ts';
import { PayloadRetention } from './payload-retention.ts';

/** Payloads at rest on the topic: sealed at the edge, opened by the consumer, destroyed by their day's key. */
@Module({
  providers: [PayloadIntake, PayloadKeys, PayloadRetention],
  exports: [PayloadIntake, PayloadKeys],
})
export class PayloadsModule {}
