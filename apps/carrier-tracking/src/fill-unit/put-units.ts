import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { ProblemError, unprocessable } from '@landfall/service-kit';
import type { UnitKey } from '../persistence/unit-contents.store.ts';
import { UnitFanOutStore } from '../persistence/unit-fan-out.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { nestUnits, type NestingFault } from '../units/nest-units.ts';

/** Puts units in a unit; the parcels in them will hear what was told of it, and of what it is in. */
@Injectable()
export class PutUnits {
  constructor(
    private readonly units: UnitStore,
    private readonly fanOuts: UnitFanOutStore,
  ) {}

  /** Throws ProblemError 422 `unknown_unit` or `unit_cycle`, 409 `unit_in_another_unit`; then none of them is put in. */
  async put(tx: Transaction, into: UnitKey, unitIds: readonly string[], now: Date): Promise<void> {
    if (unitIds.length === 0) return;
    const { merchantId, unitId } = into;
    const named = unitIds.map((id) => id.toLowerCase());
    this.units.lockNesting(tx, merchantId);
    const [path, parentOf] = await Promise.all([
      this.units.pathOf(tx, merchantId, unitId),
      this.units.parentsOf(tx, merchantId, named),
    ]);
    const nesting = nestUnits(path, named, parentOf);
    if (!nesting.ok) throw refusal(nesting.faults);
    this.move(tx, into, nesting.fresh, now);
  }

  /** Puts units that are in none in a unit that they do not hold; nesting is locked. */
  move(tx: Transaction, { merchantId, unitId }: UnitKey, fresh: readonly string[], now: Date): void {
    if (fresh.length === 0) return;
    this.units.putIn(tx, merchantId, unitId, fresh);
    this.fanOuts.add(
      tx,
      fresh.map((id) => ({
        merchantId,
        unitId: id,
        after: '0',
        upto: null,
        ofUnit: unitId,
        scanId: null,
        dueAt: now,
      })),
    );
  }
}

const details = {
  unknown_unit: 'must be the id of one of your units',
  unit_cycle: 'must not be the unit itself, nor hold it',
  unit_in_another_unit: 'must not be in another unit',
} as const;

const refusal = (faults: readonly NestingFault[]): ProblemError => {
  const errors = faults.map(({ index, code }) => ({ pointer: `/unitIds/${index}`, detail: details[code] }));
  const codes = new Set(faults.map(({ code }) => code));
  if (codes.has('unknown_unit')) return unprocessable('unknown_unit', 'A unit does not exist.', errors);
  if (codes.has('unit_cycle')) return unprocessable('unit_cycle', 'A unit would be in itself.', errors);
  return new ProblemError({
    status: 409,
    code: 'unit_in_another_unit',
    title: 'The request conflicts with the present state',
    detail: 'A unit is in one other at most.',
    errors,
  });
};
