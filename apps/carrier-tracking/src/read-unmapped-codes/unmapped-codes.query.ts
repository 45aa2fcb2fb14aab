import { PageQuery, Text } from '@landfall/service-kit';

/** The query of `GET /v1/unmapped-codes`. */
export class UnmappedCodesQuery extends PageQuery {
  @Text({ max: 64, optional: true })
  sender?: string;
}
