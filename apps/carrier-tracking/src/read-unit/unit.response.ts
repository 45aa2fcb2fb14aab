import { transportModes } from '@landfall/contracts';
import { Instant, Integer, OneOf, Text, Uuid } from '@landfall/service-kit';
import { unitTypes, type Unit, type UnitLoad, type UnitType } from '../units/unit.ts';

/** A transport unit. */
export class UnitResponse {
  @Uuid()
  id!: string;

  @Text({ max: 64 })
  externalId!: string;

  @OneOf(unitTypes)
  type!: UnitType;

  @Uuid({ nullable: true, description: 'The unit that it is in.' })
  parentUnitId!: string | null;

  @OneOf(transportModes, { nullable: true })
  mode!: Unit['mode'];

  @Text({ max: 64, nullable: true })
  flightOrVoyage!: string | null;

  @Instant({ nullable: true })
  etd!: string | null;

  @Instant({ nullable: true })
  eta!: string | null;

  @Instant()
  createdAt!: string;

  @Integer({ min: 0, description: 'Parcels in the unit itself, without those in the units inside it.' })
  parcels!: number;

  @Integer({
    min: 0,
    nullable: true,
    description: 'What manifests say that these parcels weigh together; null where they say nothing.',
  })
  weightGrams!: number | null;

  @Integer({ min: 0, description: 'Units in the unit itself.' })
  units!: number;
}

export const toUnitResponse = (unit: Unit & UnitLoad): UnitResponse => ({
  id: unit.id,
  externalId: unit.externalId,
  type: unit.type,
  parentUnitId: unit.parentUnitId,
  mode: unit.mode,
  flightOrVoyage: unit.flightOrVoyage,
  etd: unit.etd?.toISOString() ?? null,
  eta: unit.eta?.toISOString() ?? null,
  createdAt: unit.createdAt.toISOString(),
  parcels: unit.parcels,
  weightGrams: unit.weightGrams,
  units: unit.units,
});
