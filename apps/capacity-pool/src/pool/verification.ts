import type { DataOf, scorecardsTopic } from '@landfall/contracts';

/** A scorecard as analytics tells it. */
export type Figures = DataOf<typeof scorecardsTopic, 'scorecard.published'>;

/** Transit figures rest on at least so many mature parcels. */
export const neededMatureParcels = 30;

/** A receipt rate's 95% interval reaches at most so far to either side, as a share (two points). */
export const neededHalfWidth = 0.02;

/** Measured figures of a route, whether they may be trusted yet, and what is missing where not. */
export interface Verified {
  /** Days; null where infinite or unknown. */
  transitDays: { p50: number | null; p80: number | null; p95: number | null };
  receiptRate: Figures['receiptRate'];
  onTimeRate: Figures['onTimeRate'];
  /** Mature parcels that the figures rest on. */
  n: number;
  /** RFC 3339; null without figures. */
  asOf: string | null;
  status: 'verified' | 'unverified';
  /** What is missing; null when verified. */
  why: string | null;
}

const points = (share: number) => (share * 100).toFixed(1);

const shortcomings = ({ mature, receiptRate }: Figures): string[] => {
  const missing: string[] = [];
  if (mature < neededMatureParcels)
    missing.push(`transit: ${mature} mature parcels of ${neededMatureParcels} needed`);
  if (!receiptRate) missing.push('receipt rate: no mature parcel');
  else {
    const halfWidth = (receiptRate.high - receiptRate.low) / 2;
    if (halfWidth > neededHalfWidth)
      missing.push(
        `receipt rate: 95% interval of +-${points(halfWidth)} points, +-${points(neededHalfWidth)} needed`,
      );
  }
  return missing;
};

/** Judges a route's figures; null where no parcel was seen on it. */
export const verify = (figures: Figures | null): Verified => {
  if (!figures || figures.parcels === 0)
    return {
      transitDays: { p50: null, p80: null, p95: null },
      receiptRate: null,
      onTimeRate: null,
      n: 0,
      asOf: figures?.computedAt ?? null,
      status: 'unverified',
      why: 'no parcel has been seen on this route',
    };
  const missing = shortcomings(figures);
  return {
    transitDays: figures.transitDays,
    receiptRate: figures.receiptRate,
    onTimeRate: figures.onTimeRate,
    n: figures.mature,
    asOf: figures.computedAt,
    status: missing.length === 0 ? 'verified' : 'unverified',
    why: missing.length === 0 ? null : missing.join('; '),
  };
};

/**
 * The figures of a route, whose parcels may carry our id or the merchant's own name: where both have a card, the one
 * that rests on more mature parcels, ours on a tie.
 */
export const figuresOf = (
  route: { id: string; externalId: string },
  bySubject: ReadonlyMap<string, Figures>,
): Figures | null => {
  const ours = bySubject.get(route.id);
  const theirs = bySubject.get(route.externalId);
  if (ours && theirs) return theirs.mature > ours.mature ? theirs : ours;
  return ours ?? theirs ?? null;
};
