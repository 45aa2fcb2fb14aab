import { CLOSED_BINS, LOG_BIN, logEdges } from './dwell-bins.ts';
import type { HazardCurve } from './hazard-curve.ts';

/**
 * Shapes k of the Burr XII family P(dwell > t) = (1 + e^z / k)^-k with z = (log t - place) / scale (Burr, Ann. Math.
 * Stat. 13, 1942), from light to heavy: k = infinity is Weibull, 1 log-logistic; a lognormal lies between 2 and
 * infinity.
 */
const SHAPES = [Infinity, 2, 0.7] as const;

/** Shares of stopped parcels that are tried with each shape. */
const STOPPED_SHARES = [0.002, 0.006, 0.018] as const;

/** The fit looks at what lies above the median, as far as this share: beyond it most parcels may be stopped ones. */
const FIT_LEAST = 0.015;

const STEPS_AT_MOST = 8;
const CLOSE_ENOUGH = 0.01;

/** Weak prior of the scale in log-hours: its logarithm is normal about -1 with deviation 1. */
const USUAL_LOG_SCALE = -1;

/** e^z stays within what doubles can square. */
const MOST_Z = 300;
const MOST_POWER = Math.exp(MOST_Z);

/** By so much z may rise from edge to edge for its powers to follow from one another. */
const STEP_TO_MULTIPLY = 10;

/** Discrete hazards of a stage: by closed bin, how many were at risk and how many of them left; what share outlasted it. */
export interface BinnedHazards {
  readonly left: Float64Array;
  readonly atRisk: Float64Array;
  readonly shares: Float64Array;
}

/** A Burr tail of the healthy beside a share of stopped parcels, and how likely the counts are by both. */
export interface TailFit {
  readonly shape: number;
  readonly place: number;
  readonly logScale: number;
  readonly stopped: number;
  readonly logLikelihood: number;
}

/** First and last bin of a fit. */
interface Window {
  readonly first: number;
  readonly last: number;
}

/** What a fit asks of a tail again and again, by edge. */
interface TailAtEdges {
  readonly powers: Float64Array;
  readonly survivals: Float64Array;
  /** Slopes of the survival by place and by log-scale. */
  readonly byPlace: Float64Array;
  readonly byScale: Float64Array;
  readonly staying: Float64Array;
}

/** Written anew by each fit, and of no meaning after it: to make new arrays takes longer than to fill them. */
const work: TailAtEdges = {
  powers: new Float64Array(CLOSED_BINS),
  survivals: new Float64Array(CLOSED_BINS),
  byPlace: new Float64Array(CLOSED_BINS),
  byScale: new Float64Array(CLOSED_BINS),
  staying: new Float64Array(CLOSED_BINS),
};

/**
 * All shapes with all shares of stopped parcels, each fitted to the hazards above the median by maximum likelihood.
 * @param hazards their shares are of those that stay at all
 * @param stoppedShares of those that are stopped, what share outlasts each edge
 */
export function fitTails(hazards: BinnedHazards, stoppedShares: Float64Array): TailFit[] {
  const window = windowOf(hazards.shares);
  return SHAPES.flatMap((shape) => fitShape(hazards, window, stoppedShares, shape));
}

/**
 * Goes on with a cumulative hazard, which is known before an edge, as the fits say together.
 * @param weights of the fits, 1 in all
 */
export function addTails(
  curve: HazardCurve,
  from: number,
  fits: readonly TailFit[],
  weights: readonly number[],
): void {
  const { powers } = work;
  for (const [nth, { shape, place, logScale }] of fits.entries()) {
    const weight = weights[nth] ?? 0;
    if (weight === 0) continue;
    writePowers(powers, place, logScale, from - 1, CLOSED_BINS - 1);
    let before = burrHazard(shape, powers[from - 1] ?? 0);
    for (let edge = from; edge < CLOSED_BINS; edge++) {
      const hazard = burrHazard(shape, powers[edge] ?? 0);
      curve[edge] = (curve[edge] ?? 0) + weight * (hazard - before);
      before = hazard;
    }
  }
  for (let edge = from; edge < CLOSED_BINS; edge++) curve[edge] = (curve[edge - 1] ?? 0) + (curve[edge] ?? 0);
}

/** -log of the Burr survival. */
function burrHazard(shape: number, power: number): number {
  return shape === Infinity ? power : shape * Math.log1p(power / shape);
}

function windowOf(shares: Float64Array): Window {
  const first = Math.max(1, Math.min(edgeBeyond(shares, 0.5), CLOSED_BINS - 4));
  return { first, last: Math.max(first + 3, edgeBeyond(shares, FIT_LEAST)) };
}

/** The first edge that no more than a share outlasts. */
function edgeBeyond(shares: Float64Array, share: number): number {
  let edge = 0;
  while (edge < CLOSED_BINS - 1 && !((shares[edge] ?? 0) <= share)) edge++;
  return edge;
}

/** The place and scale with which a shape passes through the shares at the window's start and where a sixth of that is left. */
function startOf(shares: Float64Array, { first, last }: Window, shape: number) {
  const z = (share: number) => {
    const within = Math.min(0.999, Math.max(FIT_LEAST, share));
    return Math.log(shape === Infinity ? -Math.log(within) : shape * (within ** (-1 / shape) - 1));
  };
  const low = first - 1;
  let high = low + 1;
  while (high < last && (shares[high] ?? 0) > (shares[low] ?? 0) / 6) high++;
  const from = z(shares[low] ?? 0.999);
  const scale = Math.max(
    0.02,
    ((logEdges[high] ?? 0) - (logEdges[low] ?? 0)) / Math.max(0.2, z(shares[high] ?? 0) - from),
  );
  return { place: (logEdges[low] ?? 0) - from * scale, logScale: Math.log(scale) };
}

/**
 * Maximum likelihood of place and log-scale by Fisher's scoring, with each share of stopped parcels from where the one before it
 * ended: each bin is a binomial trial of those at risk, with p = 1 - S(end) / S(start).
 */
function fitShape(
  hazards: BinnedHazards,
  window: Window,
  stoppedShares: Float64Array,
  shape: number,
): TailFit[] {
  let { place, logScale } = startOf(hazards.shares, window, shape);
  writeTail(shape, place, logScale, window);
  return STOPPED_SHARES.map((stopped) => {
    for (let step = 0; ; step++) {
      const move = moveOf(hazards, window, stoppedShares, stopped, logScale);
      if (move === null || step === STEPS_AT_MOST) break;
      place += clamp(move.place, 0.5);
      logScale += clamp(move.logScale, 0.5);
      writeTail(shape, place, logScale, window);
    }
    return { shape, stopped, place, logScale, logLikelihood: logLikelihoodOf(hazards, window, logScale) };
  });
}

/** Writes down a tail at the edges of a window. */
function writeTail(shape: number, place: number, logScale: number, { first, last }: Window): void {
  const { powers, survivals, byPlace, byScale } = work;
  const scale = Math.exp(logScale);
  writePowers(powers, place, logScale, first - 1, last);
  for (let edge = first - 1; edge <= last; edge++) {
    const power = powers[edge] ?? 0;
    const base = shape === Infinity ? 1 : 1 + power / shape;
    const survival = survivalOf(shape, power, base);
    const density = (survival * power) / (base * scale);
    survivals[edge] = survival;
    byPlace[edge] = density;
    byScale[edge] = density * ((logEdges[edge] ?? 0) - place);
  }
}

function survivalOf(shape: number, power: number, base: number): number {
  if (shape === Infinity) return Math.exp(-power);
  return shape === 2 ? 1 / (base * base) : Math.exp(-shape * Math.log(base));
}

/** e^z at the edges from `first` to `last`: z rises evenly, so that each power is the one before it times the same. */
function writePowers(into: Float64Array, place: number, logScale: number, first: number, last: number): void {
  const scale = Math.exp(logScale);
  const step = LOG_BIN / scale;
  if (step > STEP_TO_MULTIPLY) {
    for (let edge = first; edge <= last; edge++)
      into[edge] = Math.exp(Math.min(((logEdges[edge] ?? 0) - place) / scale, MOST_Z));
    return;
  }
  const factor = Math.exp(step);
  let power = Math.exp(Math.min(((logEdges[first] ?? 0) - place) / scale, MOST_Z));
  for (let edge = first; edge <= last; edge++) {
    into[edge] = power;
    power = Math.min(power * factor, MOST_POWER);
  }
}

/** The next step of Fisher's scoring from the tail that is written down; null where it is small enough not to be taken. */
function moveOf(
  { left, atRisk }: BinnedHazards,
  { first, last }: Window,
  stoppedShares: Float64Array,
  stopped: number,
  logScale: number,
): { readonly place: number; readonly logScale: number } | null {
  const { survivals, byPlace, byScale, staying } = work;
  const healthy = 1 - stopped;
  const shareAt = (edge: number): number =>
    healthy * (survivals[edge] ?? 0) + stopped * (stoppedShares[edge] ?? 0);
  let slopePlace = 0;
  let slopeScale = USUAL_LOG_SCALE - logScale;
  let placePlace = 0;
  let placeScale = 0;
  let scaleScale = 1;
  let share = shareAt(first - 1);
  let sharePlace = healthy * (byPlace[first - 1] ?? 0);
  let shareScale = healthy * (byScale[first - 1] ?? 0);
  for (let edge = first; edge <= last; edge++) {
    const watched = atRisk[edge] ?? 0;
    const nextShare = shareAt(edge);
    const nextPlace = healthy * (byPlace[edge] ?? 0);
    const nextScale = healthy * (byScale[edge] ?? 0);
    const part = 1 / share;
    const stays = Math.min(1 - 1e-12, Math.max(1e-12, nextShare * part));
    const leaves = 1 - stays;
    const weight = 1 / (leaves * stays);
    const dPlace = (stays * sharePlace - nextPlace) * part;
    const dScale = (stays * shareScale - nextScale) * part;
    const residual = ((left[edge] ?? 0) - watched * leaves) * weight;
    const information = watched * weight;
    slopePlace += residual * dPlace;
    slopeScale += residual * dScale;
    placePlace += information * dPlace * dPlace;
    placeScale += information * dPlace * dScale;
    scaleScale += information * dScale * dScale;
    staying[edge] = stays;
    share = nextShare;
    sharePlace = nextPlace;
    shareScale = nextScale;
  }
  const determinant = placePlace * scaleScale - placeScale * placeScale;
  const place = (slopePlace * scaleScale - slopeScale * placeScale) / determinant;
  const scale = (slopeScale * placePlace - slopePlace * placeScale) / determinant;
  const isFitted = Math.abs(place) + Math.abs(scale) < CLOSE_ENOUGH || !(determinant > 0);
  return isFitted ? null : { place, logScale: scale };
}

/** Of the tail for which the last step was sought, with the prior of its scale. */
function logLikelihoodOf({ left, atRisk }: BinnedHazards, { first, last }: Window, logScale: number): number {
  const { staying } = work;
  let sum = -((logScale - USUAL_LOG_SCALE) ** 2) / 2;
  for (let edge = first; edge <= last; edge++) {
    const gone = left[edge] ?? 0;
    const stays = staying[edge] ?? 0;
    sum += gone * Math.log(1 - stays) + ((atRisk[edge] ?? 0) - gone) * Math.log(stays);
  }
  return sum;
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}
