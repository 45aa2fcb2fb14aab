import { parcelStates, legs } from '@landfall/contracts';
import { Country, OneOf, PageQuery, Text } from '@landfall/service-kit';

/** The query of `GET /v1/parcels`. */
export class ParcelQuery extends PageQuery {
  @Text({ max: 64, optional: true, description: 'Any of the numbers of the parcel' })
  trackingNumber?: string;

  @OneOf(parcelStates, { optional: true })
  state?: string;

  @OneOf(legs, { optional: true })
  leg?: string;

  @Country({ optional: true, description: 'Destination' })
  country?: string;

  @Text({ max: 64, optional: true })
  carrier?: string;
}
