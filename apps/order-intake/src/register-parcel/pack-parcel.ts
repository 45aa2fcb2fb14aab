import { unprocessable, type FieldError } from '@landfall/service-kit';
import type { PackedRow, Purpose } from '../persistence/parcels.store.ts';
import {
  allocate,
  allOf,
  remainingOf,
  type Allocation,
  type AllocationFault,
  type OrderedLine,
  type WantedItem,
} from './allocate-items.ts';

export interface Packing {
  purpose: Purpose;
  replacesParcelId: string | undefined;
  /** Undefined: whatever such a parcel holds by default. */
  items: readonly WantedItem[] | undefined;
}

/**
 * Which units of the order a new parcel holds. An outbound one takes of what no other outbound parcel holds; a
 * replacement by default what it replaces; a return by default the whole order.
 * Throws ProblemError 422 `replacement_not_valid` or `items_not_available`, naming the field.
 */
export const packParcel = (
  lines: readonly OrderedLine[],
  parcels: readonly PackedRow[],
  { purpose, replacesParcelId, items }: Packing,
): Allocation[] => {
  const replaced = replacedParcel(parcels, purpose, replacesParcelId);
  const outbound = parcels.filter((parcel) => parcel.purpose === 'outbound' && parcel.holds_items);
  const available =
    purpose === 'outbound'
      ? remainingOf(
          lines,
          outbound.flatMap((parcel) => parcel.items),
        )
      : lines;
  if (!items) return replaced ? replaced.items : allOf(available);
  const allocated = allocate(available, items);
  if (!allocated.ok) {
    throw unprocessable(
      'items_not_available',
      'The order has not these items left for this parcel.',
      allocated.faults.map(fieldError),
    );
  }
  return allocated.allocations;
};

const replacedParcel = (
  parcels: readonly PackedRow[],
  purpose: Purpose,
  replacesParcelId: string | undefined,
): PackedRow | undefined => {
  if (purpose !== 'replacement') {
    if (replacesParcelId !== undefined) throw badReplacement('is for parcels with purpose replacement only');
    return undefined;
  }
  if (replacesParcelId === undefined) throw badReplacement('is required for a replacement');
  const replaced = parcels.find((parcel) => parcel.id === replacesParcelId.toLowerCase());
  if (!replaced || replaced.purpose === 'return')
    throw badReplacement('must be an outbound or replacement parcel of this order');
  return replaced;
};

const badReplacement = (detail: string) =>
  unprocessable('replacement_not_valid', 'The parcel to replace is not right.', [
    { pointer: '/replacesParcelId', detail },
  ]);

const fieldError = ({ index, code, available }: AllocationFault): FieldError => {
  switch (code) {
    case 'unknown_sku':
      return { pointer: `/items/${index}/sku`, detail: 'must be a sku of the order' };
    case 'over_allocated':
      return {
        pointer: `/items/${index}/quantity`,
        detail: `must be ${available} or less: the rest is not in the order or in another parcel`,
      };
    default:
      return unknownCode(code);
  }
};

const unknownCode = (code: never): never => {
  throw new RangeError(`unknown fault ${String(code)}`);
};
