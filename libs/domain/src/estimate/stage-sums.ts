import { NO_DWELL_HOURS } from '../dwell/dwell-bins.ts';
import type { DwellDistribution } from '../dwell/dwell-distribution.ts';

/** P(dwell > t) up to which the grid of a stage to come reaches: what lies beyond is in its last cell. */
const GRID_TAIL = 1e-3;
/** Cells at most: a tail may reach for years, and says no more than "late" then. */
const MOST_CELLS = 600;
/** Probability that a sum leaves out at its far end. */
const NEGLIGIBLE = 1e-9;
/** A sum is a few kB: so many at most are remembered. */
const remembered = 4_000;

/** A stage as a sum needs it: `stretch` is how many elapsed hours a working hour takes on average. */
export interface SummedStage {
  readonly dwell: DwellDistribution;
  readonly stretch: number;
}

/** Of one stage. Cell i stands for i steps, to the nearest; what took no longer than the first bin took none. */
export interface Cells {
  /** Probability of each. */
  readonly masses: Float64Array;
  /** Of each and all after it. */
  readonly beyond: Float64Array;
}

type CellsOf = (dwell: DwellDistribution, stepHours: number) => Cells;

/** A stage as far as parcels that nothing stops stay in it. */
export const stageCells = cells((dwell, stepHours) =>
  Math.min(MOST_CELLS, Math.ceil(dwell.healthyQuantile(1 - GRID_TAIL) / stepHours) + 1),
);

/** A stage that a parcel has been in for long: those that something stops are most of who is left then. */
export const longCells = cells(() => MOST_CELLS);

/** @param countOf how many cells there are before the last, which holds all that lies beyond */
function cells(countOf: (dwell: DwellDistribution, stepHours: number) => number): CellsOf {
  const known = new WeakMap<DwellDistribution, Map<number, Cells>>();
  return (dwell, stepHours) => {
    let ofDwell = known.get(dwell);
    if (ofDwell === undefined) known.set(dwell, (ofDwell = new Map<number, Cells>()));
    let found = ofDwell.get(stepHours);
    if (found === undefined) {
      const masses = massesUpTo(dwell, stepHours, countOf(dwell, stepHours));
      ofDwell.set(stepHours, (found = { masses, beyond: sumsFromEach(masses) }));
    }
    return found;
  };
}

function sumsFromEach(masses: Float64Array): Float64Array {
  const sums = new Float64Array(masses.length + 1);
  for (let cell = masses.length - 1; cell >= 0; cell--)
    sums[cell] = (sums[cell + 1] ?? 0) + (masses[cell] ?? 0);
  return sums;
}

function massesUpTo(dwell: DwellDistribution, stepHours: number, cells: number): Float64Array {
  const found = new Float64Array(cells + 1);
  let from = 1;
  for (let cell = 0; cell < cells; cell++) {
    const to = dwell.survival(Math.max(NO_DWELL_HOURS, (cell + 0.5) * stepHours));
    found[cell] = from - to;
    from = to;
  }
  found[cells] = from;
  return found;
}

/** P(all stages together take at most i steps), for each i; the last is 1. Without stages they take none. */
export function cumulativeOf(stages: readonly SummedStage[], stepHours: number): Float64Array {
  let node = rootOf(stepHours);
  for (const stage of [...stages].reverse()) node = node.before(stage, stepHours);
  return node.cumulative;
}

/** A sum of stages, and the sums that begin with one stage more: roads share their ends. */
class SumNode {
  readonly cumulative: Float64Array;
  readonly #longer = new WeakMap<DwellDistribution, Map<number, SumNode>>();

  constructor(cumulative: Float64Array) {
    this.cumulative = cumulative;
  }

  before({ dwell, stretch }: SummedStage, stepHours: number): SumNode {
    const ofDwell = this.#longer.get(dwell) ?? new Map<number, SumNode>();
    const known = ofDwell.get(stretch);
    if (known !== undefined) return known;
    const node = new SumNode(plus(stageCells(dwell, stepHours / stretch).masses, this.cumulative));
    if (++nodes > remembered) forgetAll();
    else this.#longer.set(dwell, ofDwell.set(stretch, node));
    return node;
  }
}

const roots = new Map<number, SumNode>();
let nodes = 0;

function rootOf(stepHours: number): SumNode {
  const root = roots.get(stepHours) ?? new SumNode(Float64Array.of(1));
  roots.set(stepHours, root);
  return root;
}

function forgetAll(): void {
  roots.clear();
  nodes = 0;
}

function plus(masses: Float64Array, cumulative: Float64Array): Float64Array {
  const sums = new Float64Array(masses.length + cumulative.length - 1);
  for (const [cell, mass] of masses.entries()) {
    if (mass === 0) continue;
    for (let later = 0; later + cell < sums.length; later++) {
      sums[later + cell] =
        (sums[later + cell] ?? 0) + mass * (cumulative[Math.min(later, cumulative.length - 1)] ?? 1);
    }
  }
  const end = sums.findIndex((sum) => sum >= 1 - NEGLIGIBLE);
  const length = end === -1 ? sums.length : end + 1;
  const cut = sums.slice(0, length);
  cut[length - 1] = 1;
  return cut;
}
