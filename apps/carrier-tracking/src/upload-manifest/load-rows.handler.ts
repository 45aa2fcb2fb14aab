import { Injectable } from '@nestjs/common';
import { KnownMerchants } from '@landfall/messaging';
import type { Transaction } from '@landfall/persistence';
import { Clock, ProblemError } from '@landfall/service-kit';
import { v7 } from 'uuid';
import { AddUnits } from '../create-unit/add-units.ts';
import { PutParcels } from '../fill-unit/put-parcels.ts';
import { PutUnits } from '../fill-unit/put-units.ts';
import { TrackingNumberStore } from '../persistence/tracking-number.store.ts';
import { UnitStore } from '../persistence/unit.store.ts';
import { nestUnits } from '../units/nest-units.ts';
import { numbersOfUnits, toldNumberOf } from '../units/told-number.ts';
import type { Unit, UnitType } from '../units/unit.ts';
import type { RefusedRow } from './agree-rows.ts';
import type { ManifestRow } from './manifest-row.ts';

/** What became of some rows. */
export interface LoadedRows {
  taken: number;
  refused: RefusedRow[];
  /** Numbers that no parcel is registered with. */
  awaited: number;
  unitsCreated: number;
  waybills: Pick<Unit, 'id' | 'externalId'>[];
}

/** Why a unit is not the place that a manifest takes it for. */
interface PlaceFault {
  code: string;
  detail: string;
}

/** The units that rows are put in, by told number, and which of them cannot be. */
interface Places {
  units: Map<string, Unit>;
  faults: Map<string, PlaceFault>;
}

/** Puts parcels of a manifest in its bags and waybills, which are made where they are missing. Done again it changes nothing. */
@Injectable()
export class LoadRowsHandler {
  constructor(
    private readonly units: UnitStore,
    private readonly numbers: TrackingNumberStore,
    private readonly adding: AddUnits,
    private readonly parcels: PutParcels,
    private readonly nesting: PutUnits,
    private readonly merchants: KnownMerchants,
    private readonly clock: Clock,
  ) {}

  /** @param rows that agree with each other */
  async load(tx: Transaction, merchantId: string, rows: readonly ManifestRow[]): Promise<LoadedRows> {
    const now = this.clock.now();
    this.merchants.remember(tx, [merchantId]);
    this.units.lockNesting(tx, merchantId);
    const names = rows.flatMap(({ mawb, bag }) => (bag === null ? [mawb] : [mawb, bag]));
    await this.numbers.lock(tx, [
      ...rows.map(({ number }) => number),
      ...numbersOfUnits([...new Set(names)]),
    ]);
    const known = await this.units.ofToldNumbers(tx, merchantId, [...new Set(names.map(toldNumberOf))]);
    // The last of several is the one that carriers' scans are kept for.
    const places: Places = {
      units: new Map(known.map((unit) => [toldNumberOf(unit.externalId), unit])),
      faults: new Map(),
    };
    const unitsCreated = await this.provideWaybills(tx, merchantId, rows, places, now);
    const bagsCreated = await this.provideBags(tx, merchantId, rows, places, now);

    const { good, refused } = sortOut(rows, places);
    const found = await this.parcels.putByNumber(
      tx,
      merchantId,
      good.map(({ mawb, bag, number, carrier, weightGrams }) => {
        const unitId = places.units.get(toldNumberOf(bag ?? mawb))?.id ?? '';
        return { unitId, number, carrier, weightGrams };
      }),
      now,
    );
    return {
      taken: good.length,
      refused,
      awaited: good.filter(({ number }) => !found.has(number)).length,
      unitsCreated: unitsCreated + bagsCreated,
      waybills: waybillsOf(good, places),
    };
  }

  /** Makes waybills, or tells those that there are what the manifest says of them. */
  private async provideWaybills(
    tx: Transaction,
    merchantId: string,
    rows: readonly ManifestRow[],
    places: Places,
    now: Date,
  ): Promise<number> {
    const fresh: Unit[] = [];
    for (const [told, its] of Map.groupBy(rows, ({ mawb }) => toldNumberOf(mawb))) {
      const [first] = its;
      const change = changeOf(its);
      const known = places.units.get(told);
      if (known?.type === 'mawb') this.units.change(tx, merchantId, known.id, change);
      else if (known) places.faults.set(told, otherType(known, 'mawb'));
      else if (first) fresh.push({ ...newUnit(first.mawb, 'mawb', null, now), ...change });
    }
    return this.make(tx, merchantId, fresh, places);
  }

  /** Makes bags in their waybills, or puts those there are in them. */
  private async provideBags(
    tx: Transaction,
    merchantId: string,
    rows: readonly ManifestRow[],
    places: Places,
    now: Date,
  ): Promise<number> {
    const fresh: Unit[] = [];
    const standing = new Map<string, string[]>();
    for (const [told, its] of Map.groupBy(rows, ({ bag }) => (bag === null ? '' : toldNumberOf(bag)))) {
      const [first] = its;
      const waybill = first && places.units.get(toldNumberOf(first.mawb));
      if (!first?.bag || !waybill || places.faults.has(toldNumberOf(first.mawb))) continue;
      const known = places.units.get(told);
      if (known && known.type === 'mawb') places.faults.set(told, otherType(known, 'bag'));
      else if (!known) fresh.push(newUnit(first.bag, 'bag', waybill.id, now));
      else if (known.parentUnitId === null)
        standing.set(waybill.id, [...(standing.get(waybill.id) ?? []), known.id]);
      else if (known.parentUnitId !== waybill.id) places.faults.set(told, elsewhere(known));
    }
    for (const [unitId, bags] of standing) await this.nest(tx, { merchantId, unitId }, bags, places, now);
    return this.make(tx, merchantId, fresh, places);
  }

  private async nest(
    tx: Transaction,
    into: { merchantId: string; unitId: string },
    bags: readonly string[],
    places: Places,
    now: Date,
  ): Promise<void> {
    const path = await this.units.pathOf(tx, into.merchantId, into.unitId);
    const alone = new Map(bags.map((id) => [id, null]));
    const fit = (id: string) => nestUnits(path, [id], alone).ok;
    for (const [told, unit] of places.units)
      if (bags.includes(unit.id) && !fit(unit.id)) places.faults.set(told, elsewhere(unit));
    this.nesting.move(tx, into, bags.filter(fit), now);
  }

  private async make(
    tx: Transaction,
    merchantId: string,
    fresh: readonly Unit[],
    places: Places,
  ): Promise<number> {
    const added = await this.adding.add(tx, merchantId, fresh);
    if (added.size < fresh.length) throw new Error('unreachable: the numbers of the units were locked');
    for (const unit of fresh) places.units.set(toldNumberOf(unit.externalId), unit);
    return fresh.length;
  }
}

const newUnit = (externalId: string, type: UnitType, parentUnitId: string | null, now: Date): Unit => ({
  id: v7({ msecs: now.getTime() }),
  externalId,
  type,
  parentUnitId,
  mode: null,
  flightOrVoyage: null,
  etd: null,
  eta: null,
  createdAt: now,
});

/** What the rows of a waybill say of it; they agree. */
const changeOf = (rows: readonly ManifestRow[]): Pick<Unit, 'flightOrVoyage' | 'etd' | 'eta' | 'mode'> => {
  const first = <Field extends 'flightOrVoyage' | 'etd' | 'eta' | 'mode'>(
    field: Field,
  ): ManifestRow[Field] | null => rows.find((row) => row[field] !== null)?.[field] ?? null;
  return {
    flightOrVoyage: first('flightOrVoyage'),
    etd: first('etd'),
    eta: first('eta'),
    mode: first('mode'),
  };
};

const sortOut = (
  rows: readonly ManifestRow[],
  { faults }: Places,
): { good: ManifestRow[]; refused: RefusedRow[] } => {
  if (faults.size === 0) return { good: [...rows], refused: [] };
  const good: ManifestRow[] = [];
  const refused: RefusedRow[] = [];
  for (const row of rows) {
    const ofWaybill = faults.get(toldNumberOf(row.mawb));
    const fault = ofWaybill ?? (row.bag === null ? undefined : faults.get(toldNumberOf(row.bag)));
    if (fault) refused.push({ row: row.row, error: refusal(row, ofWaybill ? 'mawb' : 'bag', fault) });
    else good.push(row);
  }
  return { good, refused };
};

const refusal = ({ row }: ManifestRow, field: 'mawb' | 'bag', { code, detail }: PlaceFault): ProblemError =>
  new ProblemError({
    status: 409,
    code,
    title: 'The request conflicts with the present state',
    detail: `The ${field} is not the unit that it would have to be.`,
    errors: [{ pointer: `/${row}/${field}`, detail }],
  });

const otherType = ({ externalId, type }: Unit, wanted: UnitType): PlaceFault => ({
  code: 'unit_of_another_type',
  detail: `${externalId} is a ${type} of yours and cannot be a ${wanted}`,
});

const elsewhere = ({ externalId }: Unit): PlaceFault => ({
  code: 'unit_in_another_unit',
  detail: `${externalId} is in another unit: names of bags must be unique among yours`,
});

const waybillsOf = (rows: readonly ManifestRow[], { units }: Places): LoadedRows['waybills'] =>
  [...new Set(rows.map(({ mawb }) => toldNumberOf(mawb)))].flatMap((told) => {
    const unit = units.get(told);
    return unit ? [{ id: unit.id, externalId: unit.externalId }] : [];
  });
