import { OneOf, PageQuery } from '@landfall/service-kit';

/** The query of `GET /v1/incidents`. */
export class IncidentQuery extends PageQuery {
  @OneOf(['open', 'closed'], { optional: true, description: 'Both without it' })
  state?: 'open' | 'closed';
}
