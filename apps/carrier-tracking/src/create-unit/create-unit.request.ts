import { transportModes } from '@landfall/contracts';
import { Instant, OneOf, Text, Uuid } from '@landfall/service-kit';
import { unitTypes, type Unit, type UnitType } from '../units/unit.ts';

/** A transport unit to be made. */
export class CreateUnitRequest {
  @Text({ max: 64, description: 'Your own name of the unit, unique among yours.' })
  externalId!: string;

  @OneOf(unitTypes)
  type!: UnitType;

  @Uuid({ optional: true, description: 'The unit that it is in.' })
  parentUnitId?: string;

  @OneOf(transportModes, { optional: true })
  mode?: NonNullable<Unit['mode']>;

  @Text({ max: 64, optional: true })
  flightOrVoyage?: string;

  @Instant({ optional: true })
  etd?: string;

  @Instant({ optional: true })
  eta?: string;
}
