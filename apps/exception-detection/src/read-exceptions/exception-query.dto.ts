import { exceptionCodes, legs, waits } from '@landfall/contracts';
import { Country, OneOf, PageQuery, Text, Uuid } from '@landfall/service-kit';

/** The query of `GET /v1/exceptions`. */
export class ExceptionQuery extends PageQuery {
  @OneOf(['open', 'acknowledged', 'held', 'cleared', 'resolved'], {
    optional: true,
    description: 'All states without it',
  })
  state?: string;

  @OneOf(exceptionCodes, { optional: true })
  code?: string;

  @OneOf([...legs, ...waits], { optional: true })
  leg?: string;

  @Country({ optional: true, description: 'Destination' })
  country?: string;

  @Text({ max: 64, optional: true })
  carrier?: string;

  @Uuid({ optional: true })
  parcelId?: string;

  @OneOf(['-recoverableValue', '-openedAt'], { optional: true })
  sort?: '-recoverableValue' | '-openedAt' = '-openedAt';
}
