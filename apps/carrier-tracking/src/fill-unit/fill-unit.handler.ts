import { Injectable } from '@nestjs/common';
import { KnownMerchants } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock, notFound, validationFailed } from '@landfall/service-kit';
import type { UnitKey } from '../persistence/unit-contents.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { toUnitResponse } from '../read-unit/unit.response.ts';
import type { ContentsRequest } from './contents.request.ts';
import type { ContentsResponse } from './contents.response.ts';
import { PutParcels } from './put-parcels.ts';
import { PutUnits } from './put-units.ts';

/** Puts parcels and units in a unit: all that are named, or none. What is in it already stays in it. */
@Injectable()
export class FillUnitHandler {
  constructor(
    private readonly units: UnitStore,
    private readonly parcels: PutParcels,
    private readonly inner: PutUnits,
    private readonly merchants: KnownMerchants,
    private readonly clock: Clock,
  ) {}

  /** Throws ProblemError 400 where nothing is named, 404, and what PutUnits throws. */
  async fill(tx: Transaction, into: UnitKey, request: ContentsRequest): Promise<ContentsResponse> {
    const { merchantId, unitId } = into;
    const { parcelIds, trackingNumbers, unitIds } = request;
    if (!parcelIds && !trackingNumbers && !unitIds)
      throw validationFailed([{ pointer: '', detail: 'must have parcelIds, trackingNumbers or unitIds' }]);
    if (!(await this.units.parentsOf(tx, merchantId, [unitId])).has(unitId)) throw notFound('The unit');
    const now = this.clock.now();
    this.merchants.remember(tx, [merchantId]);
    await this.inner.put(tx, into, unitIds ?? [], now);
    const awaited = await this.parcels.put(
      tx,
      into,
      { parcelIds: parcelIds ?? [], trackingNumbers: trackingNumbers ?? [] },
      now,
    );
    const unit = await this.units.find(tx, merchantId, unitId);
    if (!unit) throw new Error(`unit ${unitId} is gone`);
    return { ...toUnitResponse(unit), awaited };
  }
}
