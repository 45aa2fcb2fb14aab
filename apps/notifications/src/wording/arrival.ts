import type { MessageNode, ParcelStateName } from '@landfall/contracts';
import type { Wording } from './wording.ts';

/** What is known of a parcel's arrival. */
export interface ArrivalFacts {
  state: ParcelStateName;
  reached: Readonly<Record<MessageNode, Date | null>>;
  estimate: { p10: string; p90: string } | null;
  promisedAt: Date | null;
}

/** A labelled date or span of dates, ready to be read. */
export interface ArrivalLine {
  label: string;
  value: string;
}

const awaited: ReadonlySet<ParcelStateName> = new Set([
  'registered',
  'in_transit',
  'out_for_delivery',
  'available_for_pickup',
]);

/** Days in UTC: only the carrier's scans have a time zone, and those are resolved elsewhere. */
const days = (tag: string) =>
  new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/**
 * The delivery in one to two lines, most important first: the day it happened, or the span between the estimate's P10
 * and P90 and the promise. Empty where nothing is known or no delivery is to come.
 */
export const arrivalLines = (facts: ArrivalFacts, { tag, arrival }: Wording): ArrivalLine[] => {
  const format = days(tag);
  const { delivered } = facts.reached;
  if (facts.state === 'delivered' && delivered)
    return [{ label: arrival.delivered, value: format.format(delivered) }];
  if (!awaited.has(facts.state)) return [];
  const { estimate, promisedAt } = facts;
  return [
    ...(estimate
      ? [
          {
            label: arrival.expected,
            value: format.formatRange(new Date(estimate.p10), new Date(estimate.p90)),
          },
        ]
      : []),
    ...(promisedAt ? [{ label: arrival.promised, value: format.format(promisedAt) }] : []),
  ];
};
