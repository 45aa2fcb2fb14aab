import { HOUR_MS, type Instant } from '../calendar/working-hours.ts';
import { DEFAULT_MODE, priorDwell } from '../chain.ts';
import type { TransportMode } from '../legs/leg.ts';
import { hoursAt, lognormalOf, survival } from './lognormal.ts';
import type { RemainingRoad, Stage } from './remaining-road.ts';

/** Distribution of an arrival instant, always later than the `now` it was made for. */
export interface ArrivalDistribution {
  /** The earliest instant by which the parcel has arrived with probability `q` (0..1, exclusive). */
  quantile(q: number): Instant;
  /** P(arrival > at). */
  after(at: Instant): number;
}

// Width of a grid cell in hours: slow modes need no fine grid, and their sums would be long.
const stepHoursByMode: Readonly<Record<TransportMode, number>> = {
  express: 2,
  economy_air: 2,
  truck: 6,
  rail: 6,
  ocean: 6,
};

/** Standard deviations of a stage's logarithm up to which its grid reaches: the 3 in 100,000 beyond lie in the last cell. */
const GRID_Z = 4;

/** P99.9 of a stage: time spent there beyond it tells nothing more about what remains. */
const ELAPSED_CAP_Z = 3.0902323061678132;

const NEGLIGIBLE = 1e-9;

/**
 * The arrival at the end of the road: the rest of the current stage, given how long it has lasted, plus the later
 * stages, all independent and lognormal through their prior P50 and P95. Sums are convolutions on one grid, so that
 * a shorter road is never predicted to take longer.
 */
export function arrivalDistribution(
  road: RemainingRoad,
  mode: TransportMode | null,
  now: Instant,
): ArrivalDistribution {
  const prior = mode ?? DEFAULT_MODE;
  const stepMs = stepHours(road, prior) * HOUR_MS;
  const capMs = hoursAt(lognormalOf(priorDwell(road.current, prior)), ELAPSED_CAP_Z) * HOUR_MS;
  const elapsedMs = Math.min(Math.max(0, now - road.since), capMs);
  const start = Math.round(now - elapsedMs);
  const masses = stageMasses(road.current, prior, stepMs / HOUR_MS);
  const later = sumOfStages(road.later, prior, stepMs / HOUR_MS).cumulative;
  const first = Math.floor(elapsedMs / stepMs) + 1;
  const last = masses.length - 1 + later.length - 1;
  const left = masses.subarray(first).reduce((sum, mass) => sum + mass, 0);

  const arrivedBy = (cell: number): number => {
    let probability = 0;
    const end = Math.min(cell, masses.length - 1);
    for (let own = first; own <= end; own++) {
      probability += (masses[own] ?? 0) * (later[Math.min(cell - own, later.length - 1)] ?? 1);
    }
    return Math.min(1, probability / left);
  };

  return {
    quantile(q) {
      let low = first;
      let high = last;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (arrivedBy(middle) >= q) high = middle;
        else low = middle + 1;
      }
      return start + low * stepMs;
    },
    after(at) {
      return at <= now ? 1 : 1 - arrivedBy(Math.floor((at - start) / stepMs));
    },
  };
}

function stepHours(road: RemainingRoad, mode: TransportMode): number {
  return stepHoursByMode[road.lane === 'domestic' ? 'express' : mode];
}

interface Sum {
  /** Probability of each cell; cell i stands for i steps. */
  readonly masses: Float64Array;
  /** P(at most i steps). */
  readonly cumulative: Float64Array;
}

const noStages: Sum = { masses: Float64Array.of(1), cumulative: Float64Array.of(1) };
const sums = new Map<string, Sum>();
const singles = new Map<string, Float64Array>();

/** Remembered: there are only as many roads as the chain has ends, modes and customs states. */
function sumOfStages(stages: readonly Stage[], mode: TransportMode, step: number): Sum {
  const [head, ...rest] = stages;
  if (head === undefined) return noStages;
  const key = `${modeKey(stages, mode)} ${step} ${stages.join(' ')}`;
  const known = sums.get(key);
  if (known !== undefined) return known;
  const sum = plus(stageMasses(head, mode, step), sumOfStages(rest, mode, step).masses);
  sums.set(key, sum);
  return sum;
}

function stageMasses(stage: Stage, mode: TransportMode, step: number): Float64Array {
  const key = `${modeKey([stage], mode)} ${step} ${stage}`;
  const known = singles.get(key);
  if (known !== undefined) return known;
  const dwell = lognormalOf(priorDwell(stage, mode));
  const cells = Math.ceil(hoursAt(dwell, GRID_Z) / step) + 1;
  const masses = Float64Array.from({ length: cells + 1 }, (_, cell) => {
    // A stage takes at least one cell, so that an arrival lies after the present.
    if (cell === 0) return 0;
    const from = cell === 1 ? 1 : survival(dwell, (cell - 0.5) * step);
    const to = cell === cells ? 0 : survival(dwell, (cell + 0.5) * step);
    return Math.max(0, from - to);
  });
  singles.set(key, masses);
  return masses;
}

/** Only the trunk's prior depends on the mode: all other sums are shared. */
function modeKey(stages: readonly Stage[], mode: TransportMode): string {
  return stages.includes('trunk_line') ? mode : 'any';
}

function plus(a: Float64Array, b: Float64Array): Sum {
  const masses = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    const massA = a[i] ?? 0;
    if (massA === 0) continue;
    for (let j = 0; j < b.length; j++) masses[i + j] = (masses[i + j] ?? 0) + massA * (b[j] ?? 0);
  }
  const cumulative = new Float64Array(masses.length);
  let total = 0;
  let length = 0;
  while (length < masses.length && total < 1 - NEGLIGIBLE) {
    total += masses[length] ?? 0;
    cumulative[length++] = total;
  }
  cumulative[length - 1] = 1;
  return { masses: masses.slice(0, length), cumulative: cumulative.slice(0, length) };
}
