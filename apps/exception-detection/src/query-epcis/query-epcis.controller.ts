import { Controller, Get, Header, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  epcisQueryDocument,
  EXTENSION_NAMESPACE,
  parcelsOfEpcs,
  type EpcisQueryDocument,
} from '@landfall/domain';
import { UnitOfWork } from '@landfall/persistence';
import {
  Clock,
  CONFIG,
  conflict,
  decodeCursor,
  encodeCursor,
  Merchant,
  Scopes,
  ProblemError,
  type BaseConfig,
  type MerchantCaller,
} from '@landfall/service-kit';
import type { FastifyReply } from 'fastify';
import { aheadOfDatabase, readRecords, type RecordPosition } from '../persistence/epcis-record.store.ts';
import { beginning, epcisPage, isPosition } from './epcis-page.ts';
import { EpcisEventsQuery } from './epcis-query.dto.ts';

const mediaType = 'application/ld+json';
/** Records that a page looks at, at most, where not all of them are asked for. */
const mostLookedAt = 5_000;

/** The relation of a link to what is recorded later than all there is. */
export const laterRelation = `${EXTENSION_NAMESPACE}later`;

@ApiTags('EPCIS')
@Controller('v1/epcis/events')
export class QueryEpcisController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<BaseConfig, 'PUBLIC_URL'>,
  ) {}

  @Get()
  @Scopes('parcels:read')
  @Header('Content-Type', mediaType)
  @Header('GS1-EPCIS-Version', '2.0.0')
  @Header('GS1-CBV-Version', '2.0.0')
  @ApiOperation({
    summary: 'All events of a merchant, in the order in which they were recorded (EPCIS 2.0)',
    description:
      'For a data warehouse: take the whole history once, and go on from there, without losing or repeating an event. `Link` with ' +
      `\`rel="next"\` leads to the next page; that of the last page has \`rel="${laterRelation}"\` and leads, at any later time, to ` +
      'what was recorded since: late scans and corrections included. Tokens do not expire. A scan that is corrected is told ' +
      'again with its `eventID` and an `errorDeclaration`, followed by the event that is right. A page may be empty and not the last: ' +
      `it looks at ${mostLookedAt} records at most.`,
  })
  @ApiProduces(mediaType)
  @ApiOkResponse({
    description: 'An EPCISQueryDocument in JSON-LD, valid by the JSON schema of EPCIS 2.0.',
    schema: { type: 'object', additionalProperties: true },
    headers: { Link: { description: 'The next page, or what comes later.', schema: { type: 'string' } } },
  })
  async query(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() query: EpcisEventsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EpcisQueryDocument> {
    const { nextPageToken, perPage = 30, orderBy: _by, orderDirection: _direction, ...asked } = query;
    const after = nextPageToken === undefined ? beginning : decodeCursor(nextPageToken, isPosition);
    const limit = Object.keys(asked).length > 0 ? mostLookedAt : perPage + 1;
    const numbers = asked.MATCH_epc && parcelsOfEpcs(asked.MATCH_epc).numbers;
    const records = await this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const ahead = await aheadOfDatabase(tx, merchantId, after);
      if (ahead.records) throw historyIsAhead();
      if (ahead.place) throw tokenIsAhead();
      return readRecords(tx, { merchantId, after, numbers, limit });
    });
    const page = epcisPage(records, asked, after, this.config.PUBLIC_URL, { perPage, asked: limit });
    reply.header('Link', this.linkBehind(page.end, query, page.isMore ? 'next' : laterRelation));
    return epcisQueryDocument(page.events, this.clock.now().toISOString());
  }

  private linkBehind(end: RecordPosition, query: EpcisEventsQuery, relation: string): string {
    const parameters = Object.entries({ ...query, nextPageToken: encodeCursor(end) })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, string] => [name, String(value)]);
    return `<${this.config.PUBLIC_URL}/v1/epcis/events?${new URLSearchParams(parameters)}>; rel="${relation}"`;
  }
}

const historyIsAhead = (): ProblemError =>
  new ProblemError({
    status: 503,
    code: 'history_ahead_of_database',
    title: 'The service cannot answer now',
    detail:
      'The history was restored into a database whose transactions count from before it. Its operator has to raise the ' +
      'next transaction id (ADR 27).',
  });

const tokenIsAhead = (): ProblemError =>
  conflict(
    'token_ahead_of_history',
    'The history was put back to a backup that is older than this token. Go on from an earlier token, or take the history ' +
      'again: events that you have come with the same eventID.',
  );
