import type { StatusMeaning } from '../marketplaces/marketplace-file.ts';
import type { Fact, ToldOrder, ToldRefund, ToldShipment, Version } from './facts.ts';

interface Register<Value> {
  version: Version;
  value: Value;
}

/** A shipment as last told, and the numbers that each carrier gave it, as last told of that carrier. */
export interface KnownShipment {
  last: Register<ToldShipment>;
  numbers: Record<string, Register<string[]>>;
}

/**
 * All that a marketplace has told of one order. Each part keeps what is newest by the marketplace's own time, so that
 * webhooks give the same whatever the order in which they come and however often.
 */
export interface MarketplaceOrder {
  /** The newest telling of an order that could be placed. */
  told: Register<ToldOrder> | null;
  status: Register<StatusMeaning> | null;
  shipments: Record<string, KnownShipment>;
  refunds: Record<string, Register<ToldRefund>>;
  /** Deliveries that told of a deletion or its undoing, sorted: they carry no time, so that they are counted. */
  deletions: string[];
  restorations: string[];
}

/** Nothing told yet. */
export const untold: MarketplaceOrder = {
  told: null,
  status: null,
  shipments: {},
  refunds: {},
  deletions: [],
  restorations: [],
};

/** What is known after a fact. Commutative, associative and idempotent over facts. */
export const withFact = (known: MarketplaceOrder, fact: Fact): MarketplaceOrder => {
  switch (fact.kind) {
    case 'order':
      return {
        ...known,
        status: newer(known.status, { version: fact.version, value: fact.status }),
        told:
          fact.told === null ? known.told : newer(known.told, { version: fact.version, value: fact.told }),
      };
    case 'shipment':
      return {
        ...known,
        shipments: {
          ...known.shipments,
          [fact.shipment.id]: withShipment(known.shipments[fact.shipment.id], fact),
        },
      };
    case 'refund':
      return {
        ...known,
        refunds: {
          ...known.refunds,
          [fact.refund.id]: withRefund(known.refunds[fact.refund.id] ?? null, fact),
        },
      };
    case 'deletion':
      return { ...known, deletions: withMember(known.deletions, fact.delivery) };
    case 'restoration':
      return { ...known, restorations: withMember(known.restorations, fact.delivery) };
    default:
      return fact satisfies never;
  }
};

const withShipment = (
  known: KnownShipment | undefined,
  { version, shipment }: Extract<Fact, { kind: 'shipment' }>,
): KnownShipment => {
  const numbers = { ...known?.numbers };
  if (shipment.numbers.length > 0)
    numbers[shipment.carrier] = newer(numbers[shipment.carrier] ?? null, {
      version,
      value: shipment.numbers,
    });
  return { last: newer(known?.last ?? null, { version, value: shipment }), numbers };
};

/** A refund was made when it was first told: some marketplaces give it no other time than that of the order's change. */
const withRefund = (
  known: Register<ToldRefund> | null,
  { version, refund }: Extract<Fact, { kind: 'refund' }>,
): Register<ToldRefund> => {
  const newest = newer(known, { version, value: refund });
  const at = known !== null && known.value.at < refund.at ? known.value.at : refund.at;
  return { ...newest, value: { ...newest.value, at } };
};

const withMember = (members: readonly string[], member: string): string[] =>
  [...new Set([...members, member])].sort();

const newer = <Value>(known: Register<Value> | null, told: Register<Value>): Register<Value> =>
  known !== null && compareVersions(known.version, told.version) >= 0 ? known : told;

/** Below 0 where the first is older. */
export const compareVersions = (one: Version, other: Version): number =>
  compareTexts(one.at, other.at) ||
  compareTexts(one.triggeredAt, other.triggeredAt) ||
  one.rank - other.rank ||
  compareTexts(one.hash, other.hash);

const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
