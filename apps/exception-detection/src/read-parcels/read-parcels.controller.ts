import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { FOLD_VERSION } from '@landfall/domain';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import {
  Clock,
  decodeCursor,
  IdParam,
  Merchant,
  notFound,
  pageOf,
  Scopes,
  type MerchantCaller,
  type Page,
} from '@landfall/service-kit';
import { exceptionAnswer, type ExceptionAnswer } from '../read-exceptions/exception-answer.ts';
import { reportsOf } from '../persistence/consumer-report.store.ts';
import { exceptionsOfParcel } from '../persistence/exception-reader.store.ts';
import { countByState, findParcel, listParcels, scansOf } from '../persistence/parcel-reader.store.ts';
import {
  consumerReportAnswer,
  type ConsumerReportResponse,
} from '../take-consumer-report/consumer-report.response.ts';
import { viewOf } from '../track-parcel/advance-parcel.ts';
import { eventOf, type Registration } from '../track-parcel/parcel-record.ts';
import { RegistrationOnItsWay } from '../track-parcel/registration-on-its-way.ts';
import { SurroundingsReader, type Surroundings } from '../track-parcel/surroundings.ts';
import { carrierEstimateOf, type CarrierEstimate } from './carrier-estimate.ts';
import { explainAnswer, type ExplainAnswer } from './explain-answer.ts';
import { parcelAnswer, timelineOf, type ParcelAnswer, type TimelineEntry } from './parcel-answer.ts';
import { ParcelQuery } from './parcel-query.dto.ts';

interface WholeParcel extends ParcelAnswer {
  carrierEstimate: CarrierEstimate | null;
  timeline: TimelineEntry[];
  exceptions: ExceptionAnswer[];
  /** What the consumer has said, by time. */
  consumerReports: ConsumerReportResponse[];
}

const isPosition = (value: unknown): value is { id: string } =>
  /^[0-9a-f-]{36}$/.test(String((value as { id?: unknown } | null)?.id));

@ApiTags('parcels')
@Controller('v1/parcels')
export class ReadParcelsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly onItsWay: RegistrationOnItsWay,
    private readonly surroundings: SurroundingsReader,
  ) {}

  @Get()
  @Scopes('parcels:read')
  @ApiOperation({ summary: 'Parcels, newest first' })
  list(@Merchant() { merchantId }: MerchantCaller, @Query() query: ParcelQuery): Promise<Page<ParcelAnswer>> {
    const limit = query.limit ?? 50;
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, isPosition).id;
    const { trackingNumber, state, leg, country, carrier } = query;
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const filter = { trackingNumber, state, leg, country, carrier, after, limit: limit + 1 };
      const now = this.clock.now();
      const parcels = await listParcels(tx, filter);
      const surroundingsOf = await this.surroundings.read(
        tx,
        parcels.map(({ registration }) => ({ merchantId, registration })),
      );
      return pageOf(
        parcels,
        limit,
        ({ registration, state }) =>
          parcelAnswer(registration, surroundingsOf(merchantId, registration), state, now),
        (parcel) => ({ id: parcel.parcelId }),
      );
    });
  }

  @Get('summary')
  @Scopes('parcels:read')
  @ApiOperation({ summary: 'How many parcels are in each state' })
  summary(@Merchant() { merchantId }: MerchantCaller): Promise<{ byState: Record<string, number> }> {
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => ({
      byState: await countByState(tx),
    }));
  }

  @Get(':id')
  @Scopes('parcels:read')
  @ApiOperation({ summary: "A parcel with its timeline, our estimate and its carriers', and its exceptions" })
  async one(@Merchant() { merchantId }: MerchantCaller, @IdParam('id') id: string): Promise<WholeParcel> {
    const now = this.clock.now();
    const scope = { pool: 'http', merchants: [merchantId], snapshot: true } as const;
    const stored = await this.unitOfWork.run(scope, async (tx) => {
      const parcel = await findParcel(tx, id);
      if (!parcel) return undefined;
      const { registration, state } = parcel;
      return {
        registration,
        state,
        surroundings: await this.around(tx, merchantId, registration),
        scans: await scansOf(tx, id),
        exceptions: await exceptionsOfParcel(tx, id),
        reports: await reportsOf(tx, id),
      };
    });
    if (stored) {
      const { registration, state, surroundings } = stored;
      return {
        ...parcelAnswer(registration, surroundings, state, now),
        carrierEstimate: carrierEstimateOf(stored.scans),
        timeline: timelineOf(registration, state, stored.scans),
        exceptions: stored.exceptions.map(exceptionAnswer),
        consumerReports: stored.reports.map((report) => consumerReportAnswer(id, report)),
      };
    }
    const registration = await this.onItsWay.ask(merchantId, id);
    if (!registration) throw notFound('The parcel');
    return this.unitOfWork.run(scope, async (tx) => ({
      ...parcelAnswer(registration, await this.around(tx, merchantId, registration), null, now),
      carrierEstimate: null,
      timeline: timelineOf(registration, null, []),
      exceptions: [],
      consumerReports: (await reportsOf(tx, id)).map((report) => consumerReportAnswer(id, report)),
    }));
  }

  @Get(':id/explain')
  @Scopes('parcels:read')
  @ApiOperation({
    summary: 'Why a parcel stands as it does: each rule with its threshold, the parts of its estimate',
  })
  async explain(
    @Merchant() { merchantId }: MerchantCaller,
    @IdParam('id') id: string,
  ): Promise<ExplainAnswer> {
    const now = this.clock.now();
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId], snapshot: true }, async (tx) => {
      const parcel = await findParcel(tx, id);
      if (!parcel) throw notFound('The parcel');
      const { registration, state, known } = parcel;
      const scans = (await scansOf(tx, id)).map(eventOf);
      const surroundings = await this.around(tx, merchantId, registration);
      const isPresent = state?.foldVersion === FOLD_VERSION;
      const reports = await reportsOf(tx, id);
      const view = viewOf(
        { parcelId: id, registration, reports },
        surroundings,
        isPresent ? state : null,
        scans,
      );
      return explainAnswer(view, known, now);
    });
  }

  private async around(
    tx: Transaction,
    merchantId: string,
    registration: Registration,
  ): Promise<Surroundings> {
    const surroundingsOf = await this.surroundings.read(tx, [{ merchantId, registration }]);
    return surroundingsOf(merchantId, registration);
  }
}
