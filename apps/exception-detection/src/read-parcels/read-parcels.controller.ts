import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import {
  Clock,
  decodeCursor,
  IdParam,
  InternalClient,
  Merchant,
  notFound,
  pageOf,
  Scopes,
  type MerchantCaller,
  type Page,
} from '@landfall/service-kit';
import { exceptionAnswer, type ExceptionAnswer } from '../read-exceptions/exception-answer.ts';
import { exceptionsOfParcel } from '../persistence/exception-reader.store.ts';
import { countByState, findParcel, listParcels, scansOf } from '../persistence/parcel-reader.store.ts';
import { loadRoutes } from '../persistence/route.store.ts';
import type { KnownRoute, Registration } from '../track-parcel/parcel-record.ts';
import { parcelAnswer, timelineOf, type ParcelAnswer, type TimelineEntry } from './parcel-answer.ts';
import { ParcelQuery } from './parcel-query.dto.ts';

interface WholeParcel extends ParcelAnswer {
  timeline: TimelineEntry[];
  exceptions: ExceptionAnswer[];
}

const isPosition = (value: unknown): value is { id: string } =>
  /^[0-9a-f-]{36}$/.test(String((value as { id?: unknown } | null)?.id));

@ApiTags('parcels')
@Controller('v1/parcels')
export class ReadParcelsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly http: InternalClient,
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
      const routeOf = await loadRoutes(
        tx,
        parcels.map(({ registration }) => ({ merchantId, registration })),
      );
      return pageOf(
        parcels,
        limit,
        ({ registration, state }) =>
          parcelAnswer(registration, routeOf(merchantId, registration), state, now),
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
  @ApiOperation({ summary: 'A parcel with its timeline, estimate and exceptions' })
  async one(@Merchant() { merchantId }: MerchantCaller, @IdParam('id') id: string): Promise<WholeParcel> {
    const now = this.clock.now();
    const stored = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const parcel = await findParcel(tx, id);
      if (!parcel) return undefined;
      const { registration, state } = parcel;
      return {
        registration,
        state,
        route: await routeOf(tx, merchantId, registration),
        scans: await scansOf(tx, id),
        exceptions: await exceptionsOfParcel(tx, id),
      };
    });
    if (stored) {
      const { registration, state, route } = stored;
      return {
        ...parcelAnswer(registration, route, state, now),
        timeline: timelineOf(registration, state, stored.scans),
        exceptions: stored.exceptions.map(exceptionAnswer),
      };
    }
    // Registered a moment ago: the registration is still on its way here.
    const registration = await this.http.get<Registration>(
      'order-intake',
      `/internal/parcels/${id}?merchantId=${merchantId}`,
    );
    if (!registration) throw notFound('The parcel');
    const route = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      routeOf(tx, merchantId, registration),
    );
    return {
      ...parcelAnswer(registration, route, null, now),
      timeline: timelineOf(registration, null, []),
      exceptions: [],
    };
  }
}

const routeOf = async (
  tx: Transaction,
  merchantId: string,
  registration: Registration,
): Promise<KnownRoute | null> =>
  (await loadRoutes(tx, [{ merchantId, registration }]))(merchantId, registration);
