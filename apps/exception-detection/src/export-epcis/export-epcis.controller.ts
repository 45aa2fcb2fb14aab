import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { epcisDocument, type EpcisDocument } from '@landfall/domain';
import { UnitOfWork } from '@landfall/persistence';
import {
  Clock,
  CONFIG,
  IdParam,
  Merchant,
  notFound,
  Scopes,
  type BaseConfig,
  type MerchantCaller,
} from '@landfall/service-kit';
import { findParcel, scansOf } from '../persistence/parcel-reader.store.ts';
import { RegistrationOnItsWay } from '../track-parcel/registration-on-its-way.ts';

const mediaType = 'application/ld+json';

@ApiTags('parcels')
@Controller('v1/parcels')
export class ExportEpcisController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly onItsWay: RegistrationOnItsWay,
    @Inject(CONFIG) private readonly config: Pick<BaseConfig, 'PUBLIC_URL'>,
  ) {}

  /** What senders told of the parcel, corrections applied; what is of our own making (estimates, exceptions) is not in it. */
  @Get(':id/epcis')
  @Scopes('parcels:read')
  @Header('Content-Type', mediaType)
  @ApiOperation({
    summary: "A parcel's history as a document of GS1 EPCIS 2.0",
    description:
      'An ObjectEvent a scan, in the words of the CBV 2.0; the milestone, leg and reason stand beside them under the ' +
      'prefix `landfall`. `POST /v1/epcis/capture` takes such a document.',
  })
  @ApiProduces(mediaType)
  @ApiOkResponse({
    description: 'An EPCISDocument in JSON-LD, valid by the JSON schema of EPCIS 2.0.',
    schema: { type: 'object', additionalProperties: true },
  })
  async export(
    @Merchant() { merchantId }: MerchantCaller,
    @IdParam('id') id: string,
  ): Promise<EpcisDocument> {
    const stored = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const parcel = await findParcel(tx, id);
      return parcel && { registration: parcel.registration, scans: await scansOf(tx, id) };
    });
    const registration = stored?.registration ?? (await this.onItsWay.ask(merchantId, id));
    if (!registration) throw notFound('The parcel');
    return epcisDocument(stored?.scans ?? [], {
      base: this.config.PUBLIC_URL,
      parcelId: id,
      orderId: registration.orderId,
      creationDate: this.clock.now().toISOString(),
    });
  }
}
