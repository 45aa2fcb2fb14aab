import { day } from '../wire/instants.ts';
import type { Reading } from './answers.ts';
import { median, rounded, share } from './numbers.ts';

export interface EstimateScore {
  /** Readings of the daily sample. */
  n: number;
  /** Share of deliveries between P10 and P90. */
  coverage80: number | null;
  coverage80ByLeg: Record<string, { n: number; coverage80: number | null }>;
  medianAbsErrorDays: number | null;
  /** At the hand-over to the trunk line, beside what the provider's claimed days say. */
  handOver: {
    n: number;
    medianAbsErrorDays: number | null;
    claimedMedianAbsErrorDays: number | null;
    ratio: number | null;
  };
}

export function scoreEstimates(readings: readonly Reading[]): EstimateScore {
  const sampled = readings.filter((reading) => !reading.atHandOver);
  const handOvers = readings.filter((reading) => reading.atHandOver);
  const ours = medianDays(handOvers.map((one) => one.p50 - one.deliveredAt));
  const claimed = medianDays(handOvers.map((one) => one.claimedAt - one.deliveredAt));
  const byLeg = Map.groupBy(sampled, (reading) => reading.stage);
  return {
    n: sampled.length,
    coverage80: coverageOf(sampled),
    coverage80ByLeg: Object.fromEntries(
      [...byLeg].map(([stage, ofLeg]) => [stage, { n: ofLeg.length, coverage80: coverageOf(ofLeg) }]),
    ),
    medianAbsErrorDays: rounded(medianDays(sampled.map((one) => one.p50 - one.deliveredAt))),
    handOver: {
      n: handOvers.length,
      medianAbsErrorDays: rounded(ours),
      claimedMedianAbsErrorDays: rounded(claimed),
      ratio: ours === null || claimed === null ? null : rounded(share(ours, claimed)),
    },
  };
}

const coverageOf = (readings: readonly Reading[]): number | null =>
  rounded(
    share(
      readings.filter(({ p10, p90, deliveredAt }) => p10 <= deliveredAt && deliveredAt <= p90).length,
      readings.length,
    ),
  );

const medianDays = (differences: readonly number[]): number | null =>
  median(differences.map((difference) => Math.abs(difference) / day));
