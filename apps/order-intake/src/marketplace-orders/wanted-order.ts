import type { OrderLine } from '../order/order.ts';
import type { LineUnits, ToldOrder, ToldRefund, ToldShipment } from './facts.ts';
import type { TrackingNumber } from '../persistence/parcels.store.ts';
import type { KnownShipment, MarketplaceOrder } from './marketplace-order.ts';

export interface WantedParcel {
  /** The marketplace's id of the shipment. */
  shipment: string;
  /** The companies' numbers, the first company's first. */
  numbers: TrackingNumber[];
  items: LineUnits[];
  shippedAt: string | null;
  originCountry: string | null;
}

/** How an order should stand here, by all that its marketplace has told. */
export interface WantedOrder {
  order: ToldOrder['order'];
  cancelled: boolean;
  parcels: WantedParcel[];
  refunds: ToldRefund[];
}

/**
 * The order that follows from what was told; undefined until an order that can be placed was.
 * Refunded units that no shipment holds leave the order, and an order of which nothing is left is cancelled.
 */
export const wantedOrder = (known: MarketplaceOrder): WantedOrder | undefined => {
  const { told, status } = known;
  if (!told || !status) return undefined;
  const { order } = told.value;
  const shipments = liveShipments(known, told.value);
  const refunds = Object.values(known.refunds)
    .map(({ value }) => value)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const shipped = packed(order.lines, shipments);
  const left = order.lines
    .map((line) => ({
      ...line,
      quantity: unitsLeft(line, told.value, shipped.get(line.externalLineId), refunds),
    }))
    .filter(({ quantity }) => quantity > 0);
  const calledOff =
    known.deletions.length > known.restorations.length ||
    status.value === 'cancelled' ||
    (status.value === 'refunded' && shipments.length === 0);
  return {
    order: left.length > 0 ? { ...order, lines: left } : order,
    cancelled: calledOff || left.length === 0,
    parcels: parcelsOf(order.lines, shipments),
    refunds,
  };
};

interface LiveShipment extends ToldShipment {
  /** Numbers of carriers that had it before, the first carrier first. */
  before: TrackingNumber[][];
}

const liveShipments = (known: MarketplaceOrder, told: ToldOrder): LiveShipment[] =>
  told.shipments
    ? told.shipments.filter(({ live }) => live).map((shipment) => ({ ...shipment, before: [] }))
    : Object.values(known.shipments)
        .filter(({ last }) => last.value.live)
        .map((shipment) => ({ ...shipment.last.value, before: numbersBefore(shipment) }))
        .sort((one, other) => (one.id < other.id ? -1 : 1));

/** A number of another carrier is the next company's; one of the same carrier, or the same number, is a correction. */
const numbersBefore = ({ last, numbers }: KnownShipment): TrackingNumber[][] =>
  Object.entries(numbers)
    .filter(
      ([carrier, { value }]) =>
        carrier !== last.value.carrier && !value.some((number) => last.value.numbers.includes(number)),
    )
    .sort(([, one], [, other]) =>
      `${one.version.at} ${one.version.hash}` < `${other.version.at} ${other.version.hash}` ? -1 : 1,
    )
    .map(([carrier, { value }]) => value.map((trackingNumber) => ({ trackingNumber, carrier })));

/** Units that shipments hold, by line; a shipment that does not say what it holds has all that no other names. */
const packed = (
  lines: readonly OrderLine[],
  shipments: readonly ToldShipment[],
): ReadonlyMap<string | null, number> => {
  const units = new Map<string | null, number>();
  for (const { line, quantity } of shipments.flatMap((shipment) => shipment.lines ?? []))
    units.set(line, (units.get(line) ?? 0) + quantity);
  if (shipments.some((shipment) => shipment.lines === null))
    for (const { externalLineId, quantity } of lines) units.set(externalLineId, quantity);
  return units;
};

const unitsLeft = (
  { externalLineId, quantity }: OrderLine,
  { left }: ToldOrder,
  shipped = 0,
  refunds: readonly ToldRefund[],
): number => {
  const id = externalLineId ?? '';
  const refunded = refunds
    .flatMap(({ lines }) => lines)
    .filter(({ line }) => line === id)
    .reduce((sum, units) => sum + units.quantity, 0);
  return Math.max(Math.min(shipped, quantity), Math.min(quantity - refunded, left[id] ?? quantity));
};

/** One parcel a number; of a shipment's several the first holds its items, so that no value counts twice. */
const parcelsOf = (lines: readonly OrderLine[], shipments: readonly LiveShipment[]): WantedParcel[] => {
  const left = new Map(lines.map((line) => [line.externalLineId ?? '', line.quantity]));
  const take = (wanted: readonly LineUnits[]): LineUnits[] =>
    wanted.flatMap(({ line, quantity }) => {
      const units = Math.min(quantity, left.get(line) ?? 0);
      left.set(line, (left.get(line) ?? 0) - units);
      return units > 0 ? [{ line, quantity: units }] : [];
    });
  const items = new Map(
    shipments.map((shipment) => [shipment.id, shipment.lines ? take(shipment.lines) : []]),
  );
  const rest = shipments.find((shipment) => shipment.lines === null && shipment.numbers.length > 0);
  if (rest) items.set(rest.id, take([...left].map(([line, quantity]) => ({ line, quantity }))));
  return shipments.flatMap((shipment) =>
    shipment.numbers.map((trackingNumber, index) => ({
      shipment: shipment.id,
      numbers: [
        ...shipment.before.flatMap((numbers) => numbers[index] ?? []),
        { trackingNumber, carrier: shipment.carrier },
      ],
      items: index === 0 ? (items.get(shipment.id) ?? []) : [],
      shippedAt: shipment.shippedAt,
      originCountry: shipment.originCountry,
    })),
  );
};
