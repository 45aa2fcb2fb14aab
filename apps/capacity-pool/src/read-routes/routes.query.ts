import { Country, PageQuery, Uuid } from '@landfall/service-kit';

/** Which routes to list. */
export class RoutesQuery extends PageQuery {
  @Uuid({ optional: true, description: 'Only routes of this provider.' })
  providerId?: string;

  @Country({ optional: true, description: 'Only routes to this country.' })
  country?: string;
}
