import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import {
  decodeCursor,
  Merchant,
  pageOf,
  Scopes,
  type MerchantCaller,
  type Page,
} from '@landfall/service-kit';
import { listIncidents, type StoredIncident } from '../persistence/incident.store.ts';
import { incidentTold } from '../watch-incidents/incident-events.ts';
import { IncidentQuery } from './incident-query.dto.ts';

/** An incident as the API answers it. */
type IncidentAnswer = Omit<ReturnType<typeof incidentTold>, 'incidentId'> & {
  id: string;
  state: 'open' | 'closed';
};

interface Position {
  at: string;
  id: string;
}

const isPosition = (value: unknown): value is Position => {
  const { at, id } = (value ?? {}) as Partial<Position>;
  return typeof at === 'string' && !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(String(id));
};

const incidentAnswer = (incident: StoredIncident): IncidentAnswer => {
  const { incidentId: id, ...told } = incidentTold(incident);
  return { id, state: incident.closedAt === null ? 'open' : 'closed', ...told };
};

@ApiTags('incidents')
@Controller('v1/incidents')
export class ReadIncidentsController {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Get()
  @Scopes('exceptions:read')
  @ApiOperation({ summary: 'What hits many parcels at once, newest first' })
  list(
    @Merchant() { merchantId }: MerchantCaller,
    @Query() query: IncidentQuery,
  ): Promise<Page<IncidentAnswer>> {
    const limit = query.limit ?? 50;
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, isPosition);
    const isOpen = query.state === undefined ? undefined : query.state === 'open';
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) =>
      pageOf(
        await listIncidents(tx, { isOpen, after, limit: limit + 1 }),
        limit,
        incidentAnswer,
        (incident): Position => ({ at: incident.openedAt.toISOString(), id: incident.id }),
      ),
    );
  }
}
