import { consumerReportKinds, type ConsumerReport, type ConsumerReportKind } from '@landfall/domain';
import { Instant, OneOf, Uuid } from '@landfall/service-kit';

/** A report as it was taken down. */
export class ConsumerReportResponse {
  @Uuid() id!: string;
  @Uuid() parcelId!: string;
  @OneOf(consumerReportKinds) what!: ConsumerReportKind;
  @Instant() reportedAt!: string;
}

/** A report as the API answers it. */
export const consumerReportAnswer = (
  parcelId: string,
  { id, what, reportedAt }: ConsumerReport,
): ConsumerReportResponse => ({ id, parcelId, what, reportedAt: new Date(reportedAt).toISOString() });
