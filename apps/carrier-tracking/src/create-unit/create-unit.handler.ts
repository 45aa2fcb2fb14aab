import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { Clock, conflict, unprocessable } from '@landfall/service-kit';
import { v7 } from 'uuid';
import { UnitStore } from '../persistence/unit.store.ts';
import type { Unit } from '../units/unit.ts';
import type { CreateUnitRequest } from './create-unit.request.ts';

/** Makes a transport unit, which is empty at first. */
@Injectable()
export class CreateUnitHandler {
  constructor(
    private readonly units: UnitStore,
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
    if (!(await this.units.add(tx, merchantId, unit)))
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
