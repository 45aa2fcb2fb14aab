import { lognormalOf, survival, type Lognormal } from '../estimate/lognormal.ts';
import type { Dwell } from '../legs/leg.ts';
import { CLOSED_BINS, binEdges } from './dwell-bins.ts';
import { hazardAt, hoursAtHazard, keepWithinDoubles, type HazardCurve } from './hazard-curve.ts';
import { withStoppages, type Stoppage } from './stoppage.ts';

/** From where a distribution is known, the most particular first. */
export const dwellLevels = ['route', 'provider_lane', 'lane', 'prior'] as const;
export type DwellLevel = (typeof dwellLevels)[number];

/** The level that a distribution may name, with its effective number of dwells (0 for a prior) and their half-life. */
export interface DwellOrigin {
  readonly level: DwellLevel;
  readonly observations: number;
  readonly halfLifeDays: number | null;
}

/** No quantile lies further: a heavy tail would reach for centuries, which calendars cannot count. */
const MOST_HOURS = 365 * 24;

const HAZARD_UNIT = 1e-4;
const SHARE_UNIT = 1e-6;
const HOURS_UNIT = 1e-3;

/**
 * How long parcels stay in a leg or wait, in working hours of its calendar. Of all parcels that go on, stopped ones among them:
 * what an estimate needs of a stage ahead. The `healthy` part is without those: what an alarm is measured by. Immutable.
 */
export class DwellDistribution {
  readonly origin: DwellOrigin;
  readonly stoppage: Stoppage;
  readonly #healthy: HazardCurve;
  readonly #all: HazardCurve;
  /** Of the parcels that are met in the stage and of which no trouble is told: what an estimate needs of the present one. */
  readonly present: DwellDistribution;

  /**
   * Values are rounded to what the stored form holds, so that a distribution equals its copy.
   * @param all of all parcels; without it, of the healthy and the stopped ones together
   * @param present of those in the stage of which no trouble is told; without it, the same as of all
   */
  constructor(
    origin: DwellOrigin,
    healthy: HazardCurve,
    stoppage: Stoppage,
    all?: HazardCurve,
    present?: HazardCurve,
  ) {
    this.origin = { ...origin, observations: Math.round(origin.observations * 10) / 10 };
    this.stoppage = {
      share: Math.round(stoppage.share / SHARE_UNIT) * SHARE_UNIT,
      startHours: Math.max(HOURS_UNIT, Math.round(stoppage.startHours / HOURS_UNIT) * HOURS_UNIT),
    };
    this.#healthy = rounded(healthy);
    this.#all = rounded(all ?? withStoppages(this.#healthy, this.stoppage));
    this.present =
      present === undefined
        ? this
        : new DwellDistribution(origin, healthy, stoppage, atLeast(this.#all, present));
  }

  /** The same healthy parcels, among others: those of which a trouble was told are learned from with all. */
  among(all: DwellDistribution, present: DwellDistribution): DwellDistribution {
    const ofPresent = present === all ? undefined : present.#all;
    return new DwellDistribution(this.origin, this.#healthy, this.stoppage, all.#all, ofPresent);
  }

  /** P(dwell > hours): 1 at nothing, never rising. */
  survival(hours: number): number {
    return Math.exp(-hazardAt(this.#all, hours));
  }

  /** The hours by which a share `q` (0 <= q < 1) has left, a year at most. Throws RangeError for another. */
  quantile(q: number): number {
    return Math.min(MOST_HOURS, hoursAtHazard(this.#all, hazardOf(q)));
  }

  /**
   * The dwell, from the beginning of the stay, by which a share `q` of those has left that have already stayed for
   * `elapsedHours`: never before that, and never earlier when more time has passed without an event.
   */
  conditionalQuantile(q: number, elapsedHours: number): number {
    const hazard = hazardAt(this.#all, elapsedHours) + hazardOf(q);
    return Math.max(elapsedHours, hoursAtHazard(this.#all, hazard));
  }

  /** P(dwell > hours) of a parcel that nothing stops. */
  healthySurvival(hours: number): number {
    return Math.exp(-hazardAt(this.#healthy, hours));
  }

  /** The hours by which a share `q` (0 <= q < 1) of the parcels that nothing stops has left, a year at most. */
  healthyQuantile(q: number): number {
    return Math.min(MOST_HOURS, hoursAtHazard(this.#healthy, hazardOf(q)));
  }

  /** Cumulative hazard of all parcels at each edge of the bins; not to be written to. */
  get curve(): HazardCurve {
    return this.#all;
  }

  /** The stored form, under 1,500 bytes of JSON: {@link parseDwellDistribution} reads it. */
  toJSON(): StoredDwell {
    return {
      v: 1,
      level: this.origin.level,
      n: this.origin.observations,
      halfLife: this.origin.halfLifeDays,
      stopped: Math.round(this.stoppage.share / SHARE_UNIT),
      from: Math.round(this.stoppage.startHours / HOURS_UNIT),
      steps: stepsOf(this.#healthy),
      all: stepsOf(this.#all),
      ...(this.present !== this && { present: stepsOf(this.present.#all) }),
    };
  }
}

/**
 * A distribution at rest: cumulative hazard of the healthy, of all and of those present, where that is another, from edge to edge (in 1/10,000), share of stopped parcels
 * (in millionths) and where they begin (in 1/1,000 h).
 */
export interface StoredDwell {
  readonly v: 1;
  readonly level: DwellLevel;
  readonly n: number;
  readonly halfLife: number | null;
  readonly stopped: number;
  readonly from: number;
  readonly steps: readonly number[];
  readonly all: readonly number[];
  readonly present?: readonly number[];
}

/** Why a stored form is none, with the field at fault. */
export interface DwellFormatError {
  readonly code: 'not_a_dwell_distribution';
  readonly field: string;
}

/** Reads what {@link DwellDistribution.toJSON} wrote. An error names the first field that is wrong. */
export function parseDwellDistribution(stored: unknown): DwellDistribution | DwellFormatError {
  const fault = (field: string): DwellFormatError => ({ code: 'not_a_dwell_distribution', field });
  if (typeof stored !== 'object' || stored === null) return fault('');
  const { v, level, n, halfLife, stopped, from, steps, all, present } = stored as Partial<
    Record<keyof StoredDwell, unknown>
  >;
  if (v !== 1) return fault('v');
  const known = dwellLevels.find((name) => name === level);
  if (known === undefined) return fault('level');
  if (!isAmount(n)) return fault('n');
  if (halfLife !== null && !(isAmount(halfLife) && halfLife > 0)) return fault('halfLife');
  if (!(isAmount(stopped) && stopped * SHARE_UNIT < 1)) return fault('stopped');
  if (!(isAmount(from) && from > 0)) return fault('from');
  if (!areSteps(steps)) return fault('steps');
  if (!areSteps(all)) return fault('all');
  if (present !== undefined && !areSteps(present)) return fault('present');
  return new DwellDistribution(
    { level: known, observations: n, halfLifeDays: halfLife },
    curveOf(steps),
    { share: stopped * SHARE_UNIT, startHours: from * HOURS_UNIT },
    curveOf(all),
    present && curveOf(present),
  );
}

/** How wide a prior is to an estimate. */
export interface PriorWidth {
  /** By how much longer (log-hours) parcels usually stay than its quantiles say. */
  readonly pace: number;
  /** The deviation of its log-hours, as a share of what its quantiles say. */
  readonly spread: number;
  /** How far (deviation of log-hours) a place's median may lie from the prior's. */
  readonly places: number;
}

/** While nothing is known: as the quantiles say, at places that differ in pace by a third or so. */
export const unknownWidth: PriorWidth = { pace: 0, spread: 1, places: 0.35 };

/**
 * The lognormal through a prior's two quantiles, without stoppages. Of all parcels, as an estimate sees them, it is as wide as is known:
 * nor does that know how fast the place is.
 */
export function priorDistribution(prior: Dwell, { pace, spread, places } = unknownWidth): DwellDistribution {
  const known = lognormalOf(prior);
  const unknown = { mu: known.mu + pace, sigma: Math.hypot(spread * known.sigma, places) };
  const hazardsOf = (lognormal: Lognormal) =>
    keepWithinDoubles(binEdges.map((hours) => -Math.log(survival(lognormal, hours))));
  return new DwellDistribution(
    { level: 'prior', observations: 0, halfLifeDays: null },
    hazardsOf(known),
    { share: 0, startHours: prior.p50Hours },
    hazardsOf(unknown),
  );
}

/** A stage is never shorter ahead than at present: so a parcel that comes to it is never predicted later. */
function atLeast(all: HazardCurve, present: HazardCurve): HazardCurve {
  return present.map((hazard, edge) => Math.max(hazard, all[edge] ?? 0));
}

function rounded(curve: HazardCurve): HazardCurve {
  const copy = new Float64Array(CLOSED_BINS);
  for (let edge = 0; edge < CLOSED_BINS; edge++)
    copy[edge] = Math.round((curve[edge] ?? 0) / HAZARD_UNIT) * HAZARD_UNIT;
  return copy;
}

/** By how many units the hazard rises from edge to edge. */
function stepsOf(curve: HazardCurve): number[] {
  let before = 0;
  return Array.from(curve, (hazard) => {
    const units = Math.round(hazard / HAZARD_UNIT);
    const step = units - before;
    before = units;
    return step;
  });
}

function curveOf(steps: readonly number[]): HazardCurve {
  let units = 0;
  return Float64Array.from(steps, (step) => (units += step) * HAZARD_UNIT);
}

function areSteps(steps: unknown): steps is number[] {
  return Array.isArray(steps) && steps.length === CLOSED_BINS && steps.every(isAmount);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function hazardOf(q: number): number {
  if (!(q >= 0 && q < 1)) throw new RangeError(`quantile ${q} is not within 0..1`);
  return -Math.log1p(-q);
}
