import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { Clock, conflict, unprocessable } from '@landfall/service-kit';
import { v7 } from 'uuid';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { numbersOfUnits } from '../units/told-number.ts';
import type { Unit } from '../units/unit.ts';
import { AddUnits } from './add-units.ts';
import type { CreateUnitRequest } from './create-unit.request.ts';

/** Makes a transport unit, which is empty at first. */
@Injectable()
export class CreateUnitHandler {
  constructor(
    private readonly units: UnitStore,
    private readonly numbers: TrackingNumberStore,
    private readonly adding: AddUnits,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws ProblemError 409 `external_id_taken` where the merchant has a unit of that external id, 422 `unknown_unit`
   * where the one that it shall be in is not the merchant's.
   */
  async create(tx: Transaction, merchantId: string, request: CreateUnitRequest): Promise<Unit> {
    const now = this.clock.now();
    const unit: Unit = {
      id: v7({ msecs: now.getTime() }),
      externalId: request.externalId,
      type: request.type,
      parentUnitId: request.parentUnitId?.toLowerCase() ?? null,
      mode: request.mode ?? null,
      flightOrVoyage: request.flightOrVoyage ?? null,
      etd: request.etd ? new Date(request.etd) : null,
      eta: request.eta ? new Date(request.eta) : null,
      createdAt: now,
    };
    if (unit.parentUnitId) await this.requireUnit(tx, merchantId, unit.parentUnitId);
    await this.numbers.lock(tx, numbersOfUnits([unit.externalId]));
    const added = await this.adding.add(tx, merchantId, [unit]);
    if (!added.has(unit.id))
      throw conflict('external_id_taken', `You have a unit with the externalId ${unit.externalId}.`);
    return unit;
  }

  private async requireUnit(tx: Transaction, merchantId: string, id: string): Promise<void> {
    if ((await this.units.parentsOf(tx, merchantId, [id])).has(id)) return;
    throw unprocessable('unknown_unit', 'The unit that it shall be in does not exist.', [
      { pointer: '/parentUnitId', detail: 'must be the id of one of your units' },
    ]);
  }
}
