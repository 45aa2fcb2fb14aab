import { ApiProperty } from '@nestjs/swagger';

/**
 * What became of a webhook: `applied`; `kept` until the order that it is about can be placed; `repeated`, taken before;
 * `ignored`, its topic is not one of ours; `quarantined`, kept with the reason why it could not be applied.
 */
export const webhookStatuses = ['applied', 'kept', 'repeated', 'ignored', 'quarantined', 'ping'] as const;
export type WebhookStatus = (typeof webhookStatuses)[number];

export class WebhookResponse {
  @ApiProperty({ enum: webhookStatuses })
  status!: WebhookStatus;
}
