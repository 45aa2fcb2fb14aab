import { MIMEType } from 'node:util';
import { Controller, Headers, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  ApiIdempotencyKey,
  badRequest,
  bodyHash,
  IdempotencyKey,
  IdempotentRequests,
  mebibyte,
  Merchant,
  ProblemError,
  Scopes,
  sendAnswer,
  type KeptAnswer,
  type MerchantCaller,
  RawBody,
  rawBodyOf,
} from '@landfall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LoadedManifest } from './loaded-manifest.dto.ts';
import { mostManifestRows, type ManifestFile } from './read-manifest.ts';
import { namedColumns } from './named-columns.ts';
import { UploadManifestHandler } from './upload-manifest.handler.ts';

const route = 'POST /v1/units/manifests';
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** What programs send tables as; the bytes say what the file is. */
const acceptedTypes = [
  'text/csv',
  'text/plain',
  'text/tab-separated-values',
  'application/csv',
  'application/vnd.ms-excel',
  'application/octet-stream',
  workbookType,
];

@ApiTags('Transport units')
@Controller('v1/units/manifests')
export class UploadManifestController {
  constructor(
    private readonly handler: UploadManifestHandler,
    private readonly requests: IdempotentRequests,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post()
  @HttpCode(200)
  @Scopes('tracking:write')
  @RawBody(16 * mebibyte)
  @ApiIdempotencyKey()
  @ApiOperation({
    summary: 'Upload a manifest: master air waybills with their bags and parcels, one row a parcel',
    description:
      `CSV or .xlsx, up to ${mostManifestRows.toLocaleString('en')} rows. Columns: mawb, trackingNumber; bag, carrier, weightKg or ` +
      'weightGrams, flightOrVoyage, etd, eta and mode where there are such, found by their headers in English, Chinese or German. ' +
      'Waybills and bags that are missing are made; parcels are put in their bag, or in their waybill where they have none, and ' +
      'hear what was told of it. A number that no parcel is registered with is kept, and its parcel put in when it is ' +
      'registered. Good rows are taken whatever is wrong with the others, and the same manifest twice changes nothing.',
  })
  @ApiQuery({
    name: 'columns',
    required: false,
    description: 'Headers of columns that are not found, as JSON.',
    example: '{"trackingNumber": "Our ref", "weightKg": "Weight"}',
  })
  @ApiConsumes('text/csv', workbookType)
  @ApiBody({
    description: 'UTF-8 unless the type says otherwise (text/csv; charset=gbk).',
    schema: { type: 'string', format: 'binary' },
  })
  @ApiResponse({ status: 200, description: 'Every row was taken.', type: LoadedManifest })
  @ApiResponse({ status: 207, description: 'Some rows were refused, and are named.', type: LoadedManifest })
  async upload(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Merchant() { merchantId }: MerchantCaller,
    @IdempotencyKey() key: string | undefined,
    @Headers('content-type') contentType = '',
    @Query('columns') columns?: string | string[],
  ): Promise<LoadedManifest> {
    const bytes = rawBodyOf(request);
    if (bytes.length === 0) throw badRequest('empty_body', 'The body is empty: send the file as it is.');
    const file = { bytes, charset: charsetOf(contentType), named: namedColumns([columns].flat()[0]) };
    return sendAnswer(reply, await this.once(merchantId, key, file));
  }

  /** The work is many transactions: an answer that is kept is looked for before them and kept behind them. */
  private async once(
    merchantId: string,
    key: string | undefined,
    file: ManifestFile,
  ): Promise<KeptAnswer<LoadedManifest>> {
    if (key === undefined) return { ...(await this.handler.upload(merchantId, file)), replayed: false };
    const scope = { pool: 'http', merchants: [merchantId] } as const;
    const body = { ...file, bytes: bodyHash(file.bytes).toString('hex') };
    const request = { merchantId, route, key, body };
    const kept = await this.unitOfWork.run(scope, (tx) =>
      this.requests.answered<LoadedManifest>(tx, request),
    );
    if (kept) return kept;
    const answer = await this.handler.upload(merchantId, file);
    return this.unitOfWork.run(scope, (tx) => this.requests.run(tx, request, () => Promise.resolve(answer)));
  }
}

/** Throws ProblemError 415 where the type is none of a table. */
const charsetOf = (contentType: string): string | undefined => {
  const type = typeOf(contentType);
  if (type && acceptedTypes.includes(type.essence)) return type.params.get('charset') ?? undefined;
  throw new ProblemError({
    status: 415,
    code: 'unsupported_media_type',
    title: 'Unsupported Media Type',
    detail: `Send the manifest as text/csv or as ${workbookType}.`,
  });
};

const typeOf = (contentType: string): MIMEType | undefined => {
  try {
    return new MIMEType(contentType);
  } catch {
    return undefined;
  }
};
