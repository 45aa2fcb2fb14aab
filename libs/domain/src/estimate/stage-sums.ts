import { NO_DWELL_HOURS } from '../dwell/dwell-bins.ts';
import type { DwellDistribution } from '../dwell/dwell-distribution.ts';

/** P(dwell > t) up to which the grid of a stage to come reaches: what lies beyond is in its last cell. */
const GRID_TAIL = 1e-3;
/** Cells at most: a tail may reach for years, and says no more than "late" then. */
const MOST_CELLS = 600;
/** Probability that a sum leaves out at its far end. */
const NEGLIGIBLE = 1e-6;
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

/** How long several stages take together, one after the other, on one grid. */
export interface StageSum {
  /** Probability that they take so many steps; without stages they take none. */
  readonly masses: Float64Array;
  /** P(they take at most i steps), for each i; the last is 1. */
  readonly cumulative: Float64Array;
}

/** P(they take at most so many steps). */
export function reachedBy({ cumulative }: StageSum, steps: number): number {
  return steps < 0 ? 0 : (cumulative[Math.min(steps, cumulative.length - 1)] ?? 1);
}

/** The sum of stages; those with the same end share it. */
export function sumOf(stages: readonly SummedStage[], stepHours: number): StageSum {
  let node = rootOf(stepHours);
  for (const stage of [...stages].reverse()) node = node.before(stage, stepHours);
  return node;
}

/** A sum of stages, and the sums that begin with one stage more: roads share their ends. */
class SumNode implements StageSum {
  readonly masses: Float64Array;
  readonly cumulative: Float64Array;
  readonly #longer = new WeakMap<DwellDistribution, Map<number, SumNode>>();

  constructor(masses: Float64Array) {
    this.masses = masses;
    this.cumulative = sumsUpToEach(masses);
  }

  before({ dwell, stretch }: SummedStage, stepHours: number): SumNode {
    const ofDwell = this.#longer.get(dwell) ?? new Map<number, SumNode>();
    const known = ofDwell.get(stretch);
    if (known !== undefined) return known;
    const both = together(stageCells(dwell, stepHours / stretch).masses, this.masses);
    const node = new SumNode(withoutEnd(both));
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

/** What two that do not depend on each other take together: the convolution of their masses. */
function together(one: Float64Array, other: Float64Array): Float64Array {
  const sum = new Float64Array(one.length + other.length - 1);
  for (let cell = 0; cell < one.length; cell++) {
    const mass = one[cell] ?? 0;
    if (mass === 0) continue;
    for (let more = 0; more < other.length; more++)
      sum[cell + more] = (sum[cell + more] ?? 0) + mass * (other[more] ?? 0);
  }
  return sum;
}

/** Its last cell holds all that is left once nearly all has been. */
function withoutEnd(masses: Float64Array): Float64Array {
  let left = 1;
  for (let cell = 0; cell < masses.length; cell++) {
    const mass = masses[cell] ?? 0;
    if (left - mass <= NEGLIGIBLE) {
      const cut = masses.slice(0, cell + 1);
      cut[cell] = left;
      return cut;
    }
    left -= mass;
  }
  return masses;
}

/** Of each and all before it; the last is 1. */
export function sumsUpToEach(masses: Float64Array): Float64Array {
  const sums = new Float64Array(masses.length);
  let sum = 0;
  for (let cell = 0; cell < masses.length; cell++) sums[cell] = sum += masses[cell] ?? 0;
  sums[masses.length - 1] = 1;
  return sums;
}
