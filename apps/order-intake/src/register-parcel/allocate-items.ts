/** How many units an order has of a line. */
export interface OrderedLine {
  position: number;
  sku: string;
  quantity: number;
}

/** Units of one line of the order that are in a parcel. */
export interface Allocation {
  position: number;
  quantity: number;
}

export interface WantedItem {
  sku: string;
  quantity: number;
}

/** Which wanted item cannot be had, and how many units of its sku are left for it. */
export interface AllocationFault {
  index: number;
  code: 'unknown_sku' | 'over_allocated';
  available: number;
}

export type Allocated = { ok: true; allocations: Allocation[] } | { ok: false; faults: AllocationFault[] };

/** The units of each line that are in none of the given parcels. */
export const remainingOf = (lines: readonly OrderedLine[], taken: readonly Allocation[]): OrderedLine[] => {
  const left = new Map(lines.map((line) => [line.position, line.quantity]));
  for (const { position, quantity } of taken) left.set(position, (left.get(position) ?? 0) - quantity);
  return lines.map((line) => ({ ...line, quantity: Math.max(0, left.get(line.position) ?? 0) }));
};

/** All units there are. */
export const allOf = (lines: readonly OrderedLine[]): Allocation[] =>
  lines.filter(({ quantity }) => quantity > 0).map(({ position, quantity }) => ({ position, quantity }));

/** Takes wanted units from lines of their sku, the first line first; all of them or none. */
export const allocate = (lines: readonly OrderedLine[], wanted: readonly WantedItem[]): Allocated => {
  const left = lines.map((line) => ({ ...line }));
  const taken = new Map<number, number>();
  const faults: AllocationFault[] = [];
  for (const [index, { sku, quantity }] of wanted.entries()) {
    const own = left.filter((line) => line.sku === sku);
    const available = own.reduce((sum, line) => sum + line.quantity, 0);
    if (own.length === 0) faults.push({ index, code: 'unknown_sku', available: 0 });
    else if (quantity > available) faults.push({ index, code: 'over_allocated', available });
    else take(own, quantity, taken);
  }
  if (faults.length > 0) return { ok: false, faults };
  const allocations = [...taken].map(([position, quantity]) => ({ position, quantity }));
  return { ok: true, allocations: allocations.sort((one, other) => one.position - other.position) };
};

const take = (lines: readonly OrderedLine[], quantity: number, taken: Map<number, number>): void => {
  let missing = quantity;
  for (const line of lines) {
    const units = Math.min(line.quantity, missing);
    if (units === 0) continue;
    line.quantity -= units;
    missing -= units;
    taken.set(line.position, (taken.get(line.position) ?? 0) + units);
  }
};
