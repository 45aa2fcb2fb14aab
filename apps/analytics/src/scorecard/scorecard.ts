import { quantileWithCensored, wilsonInterval, type Instant } from '@landfall/domain';
import type { JudgedParcel } from './maturity.ts';
import { ageFrom, type ParcelFact } from './parcel-fact.ts';

/** What parcels are grouped by. */
export const scorecardKinds = ['lane', 'route', 'provider'] as const;
export type ScorecardKind = (typeof scorecardKinds)[number];

/** A share of parcels with its 95% Wilson interval; all in 0..1. */
export interface Rate {
  value: number;
  low: number;
  high: number;
  n: number;
}

/** The verified figures of one lane, route or provider. Null stands for "cannot be told" or "infinite". */
export interface Scorecard {
  by: ScorecardKind;
  /** Lane such as `CN-US`, route as the parcels carried it, or provider id. */
  subject: string;
  /** Set where all parcels have the same. */
  originCountry: string | null;
  destinationCountry: string | null;
  routeId: string | null;
  /** Judged parcels of any age. */
  parcels: number;
  /** Those that the figures rest on. */
  mature: number;
  /** Days from hand-over to delivery, the undelivered as infinite. */
  transitDays: { p50: number | null; p80: number | null; p95: number | null };
  /** P90 - P50 of the transit, days. */
  spread: number | null;
  /** Delivered / all mature; null without a mature parcel. */
  receiptRate: Rate | null;
  /** Delivered by the promise / all mature that had one. */
  onTimeRate: Rate | null;
}

export interface ScorecardRequest {
  by: ScorecardKind;
  /** The provider of a route as parcels carry it; null while nobody has told. */
  providerOf: (routeId: string) => string | null;
  /** Ship dates from (inclusive) and to (exclusive). */
  from?: Instant | undefined;
  to?: Instant | undefined;
  /** ISO 3166-1 alpha-2: parcels to this country or a territory that its gateway serves. */
  country?: string | undefined;
}

const rate = (successes: number, n: number): Rate | null =>
  n === 0 ? null : { value: successes / n, ...wilsonInterval(successes, n), n };

const deliveredInTime = ({ deliveredAt, promisedAt }: ParcelFact): boolean =>
  deliveredAt !== null && promisedAt !== null && deliveredAt <= promisedAt;

/** The one value that all parcels have; null where they differ. */
const shared = (parcels: readonly JudgedParcel[], read: (parcel: JudgedParcel) => string | null) => {
  const [first] = parcels;
  const value = first ? read(first) : null;
  return parcels.every((parcel) => read(parcel) === value) ? value : null;
};

const subjectOf = ({ fact, lane }: JudgedParcel, { by, providerOf }: ScorecardRequest): string | null => {
  switch (by) {
    case 'lane':
      return lane.subject;
    case 'route':
      return fact.routeId;
    case 'provider':
      return fact.routeId === null ? null : providerOf(fact.routeId);
  }
};

const cardOf = (by: ScorecardKind, subject: string, parcels: readonly JudgedParcel[]): Scorecard => {
  const mature = parcels.filter((parcel) => parcel.mature);
  const timed = mature.flatMap(({ transit }) => transit ?? []);
  const finite = timed.filter(Number.isFinite).sort((a, b) => a - b);
  const quantile = (q: number) => quantileWithCensored(finite, timed.length, q);
  const p50 = quantile(0.5);
  const p90 = quantile(0.9);
  const promised = mature.filter(({ fact }) => fact.promisedAt !== null);
  return {
    by,
    subject,
    originCountry: shared(parcels, ({ lane }) => lane.originCountry),
    destinationCountry: shared(parcels, ({ lane }) => lane.destinationCountry),
    routeId: by === 'route' ? subject : null,
    parcels: parcels.length,
    mature: mature.length,
    transitDays: { p50, p80: quantile(0.8), p95: quantile(0.95) },
    spread: p50 === null || p90 === null ? null : p90 - p50,
    receiptRate: rate(mature.filter(({ fact }) => fact.deliveredAt !== null).length, mature.length),
    onTimeRate: rate(promised.filter(({ fact }) => deliveredInTime(fact)).length, promised.length),
  };
};

/**
 * The scorecards of one merchant's parcels, best first. All of them are given, also where only a period or a country
 * is asked for: their maturity was judged by each lane's whole history.
 */
export const computeScorecards = (
  parcels: readonly JudgedParcel[],
  request: ScorecardRequest,
): Scorecard[] => {
  const { by, from = -Infinity, to = Infinity, country } = request;
  const groups = new Map<string, JudgedParcel[]>();
  for (const parcel of parcels) {
    const shippedAt = ageFrom(parcel.fact);
    if (shippedAt < from || shippedAt >= to) continue;
    if (
      country !== undefined &&
      parcel.fact.destinationCountry !== country &&
      parcel.lane.destinationCountry !== country
    )
      continue;
    const subject = subjectOf(parcel, request);
    if (subject === null) continue;
    const group = groups.get(subject);
    if (group) group.push(parcel);
    else groups.set(subject, [parcel]);
  }
  return [...groups].map(([subject, group]) => cardOf(by, subject, group)).sort(compareRank);
};

/** A card's place in the ranking. */
export interface Rank {
  /** Lower bound of the receipt rate; null while nothing is mature. */
  low: number | null;
  subject: string;
}

export const rankOf = ({ receiptRate, subject }: Scorecard): Rank => ({
  low: receiptRate?.low ?? null,
  subject,
});

/** Orders ranks: the highest lower bound first, those without any last, then by subject. */
export const compareRanks = (a: Rank, b: Rank): number => {
  if (a.low !== b.low) return (b.low ?? -1) - (a.low ?? -1);
  if (a.subject === b.subject) return 0;
  return a.subject < b.subject ? -1 : 1;
};

const compareRank = (a: Scorecard, b: Scorecard): number => compareRanks(rankOf(a), rankOf(b));
