import { consumerReportKinds, type ConsumerReportKind } from '@landfall/domain';
import { Instant, OneOf } from '@landfall/service-kit';

/** What the consumer says. */
export class ConsumerReportRequest {
  @OneOf(consumerReportKinds) what!: ConsumerReportKind;

  @Instant({ optional: true, description: 'When the consumer said it; now unless told.' })
  reportedAt?: string;
}
