import { Injectable } from '@nestjs/common';
import type { ConsumerReport } from '@landfall/domain';
import { Outbox, type OutgoingEvent } from '@landfall/messaging';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import {
  Clock,
  IdempotentRequests,
  notFound,
  toProblem,
  type KeptAnswer,
  type Problem,
} from '@landfall/service-kit';
import { v7 } from 'uuid';
import { findParcel } from '../persistence/parcel-reader.store.ts';
import type { ParcelKey } from '../persistence/parcel-key.ts';
import type { Registration } from '../track-parcel/parcel-record.ts';
import { RegistrationOnItsWay } from '../track-parcel/registration-on-its-way.ts';
import { TrackParcels } from '../track-parcel/track-parcels.ts';
import type { ConsumerReportRequest } from './consumer-report.request.ts';
import { consumerReportAnswer, type ConsumerReportResponse } from './consumer-report.response.ts';
import { reportedAtProblem } from './reported-at.problem.ts';

/** Takes down what a consumer says of his parcel, whoever passes it on. */
@Injectable()
export class TakeConsumerReport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly requests: IdempotentRequests,
    private readonly onItsWay: RegistrationOnItsWay,
    private readonly parcels: TrackParcels,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The report and what it does to its parcel are one transaction. Where the registration is still on its way here, the report
   * waits for it beside a stub of the parcel. Throws ProblemError 404; answers 422 `reported_at_not_valid`.
   */
  async take(
    parcel: ParcelKey,
    said: ConsumerReportRequest,
    key: string | undefined,
  ): Promise<KeptAnswer<ConsumerReportResponse | Problem>> {
    const { merchantId, parcelId } = parcel;
    const registration = await this.registrationOf(parcel);
    if (!registration) throw notFound('The parcel');
    const now = this.clock.now();
    const reportedAt = said.reportedAt === undefined ? now : new Date(said.reportedAt);
    const route = `POST /v1/parcels/${parcelId}/consumer-reports`;
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.requests.run<ConsumerReportResponse | Problem>(
        tx,
        { merchantId, route, key, body: said },
        async () => {
          const refused = reportedAtProblem(reportedAt, new Date(registration.placedAt), now);
          if (refused) return { status: refused.status, body: toProblem(refused) };
          const report: ConsumerReport = {
            id: v7({ msecs: now.getTime() }),
            what: said.what,
            reportedAt: reportedAt.getTime(),
          };
          await this.apply(tx, parcel, report, now);
          return { status: 201, body: consumerReportAnswer(parcelId, report) };
        },
      ),
    );
  }

  private async registrationOf({ merchantId, parcelId }: ParcelKey): Promise<Registration | undefined> {
    const known = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      findParcel(tx, parcelId),
    );
    return known?.registration ?? this.onItsWay.ask(merchantId, parcelId);
  }

  private async apply(tx: Transaction, parcel: ParcelKey, report: ConsumerReport, now: Date): Promise<void> {
    const told: OutgoingEvent[] = [];
    await this.parcels.apply([{ ...parcel, reports: [report] }], {
      tx,
      now,
      emit: (event) => void told.push(event),
    });
    this.outbox.append(tx, now, told);
  }
}
