import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { KnownMerchants } from '@landfall/messaging';
import { UnitOfWork } from '@landfall/persistence';
import { CONFIG } from '@landfall/service-kit';
import type { FastifyReply } from 'fastify';
import type { NotificationsConfig } from '../notifications.settings.ts';
import type { Parcel } from '../persistence/parcel.ts';
import { ParcelsStore } from '../persistence/parcels.store.ts';
import { localeOfRequest, wordings } from '../wording/locale.ts';
import { missingPage, pageStyle, trackingPage, type TrackedParcel } from './tracking-page.html.ts';
import { parcelOfToken } from './tracking-token.ts';

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-cache',
  vary: 'accept-language',
};

/** The consumer's page: whoever has the link sees where the parcel is, and nothing about a person. */
@ApiTags('tracking page')
@Controller('t')
export class TrackingPageController {
  private readonly merchants = new KnownMerchants();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parcels: ParcelsStore,
    @Inject(CONFIG) private readonly config: NotificationsConfig,
  ) {}

  @Get(':token')
  @ApiOperation({ summary: "A consumer's tracking page" })
  @ApiProduces('text/html')
  async show(
    @Param('token') token: string,
    @Headers('accept-language') language: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.headers(pageHeaders);
    const parcelId = parcelOfToken(this.config.TRACKING_PAGE_SECRET, token);
    if (parcelId === undefined) {
      void reply.status(404);
      return missingPage(wordings[localeOfRequest(language, null)]);
    }
    const parcel = await this.find(parcelId);
    const country = parcel?.registration?.destinationCountry ?? null;
    return trackingPage(shown(parcel), wordings[localeOfRequest(language, country)]);
  }

  /** The token proves that the parcel exists, but not whose it is. */
  private find(parcelId: string): Promise<Parcel | undefined> {
    return this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      await this.merchants.admitAll(tx);
      return (await this.parcels.read(tx, [{ parcelId }])).get(parcelId);
    });
  }
}

const nothingReached = { dispatched: null, out_for_delivery: null, delivered: null };

/** A parcel that order-intake has just registered may not be known here yet: it is shown as being prepared. */
const shown = (parcel: Parcel | undefined): TrackedParcel => ({
  orderNumber: parcel?.registration?.externalOrderId ?? null,
  registeredAt: parcel?.registration?.registeredAt ?? null,
  promisedAt: parcel?.registration?.promisedAt ?? null,
  state: parcel?.tracking?.state ?? 'registered',
  reached: parcel?.tracking?.reached ?? nothingReached,
  estimate: parcel?.tracking?.estimate ?? null,
});
