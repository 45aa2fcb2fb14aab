import fc from 'fast-check';
import { recipeOver, specimenOf, stepsIn, type Recipe, type Specimen } from '../recipe.ts';
import type { Seed } from '../seeds/seed.ts';
import { outcomeOf } from './edges.ts';
import type { Outcome } from './outcome.ts';

/** A body with which something went wrong, made as small as it still does. */
export interface Failure {
  readonly run: number;
  readonly edge: string;
  readonly of: string;
  /** What went wrong; the same for bodies that meet the same fault. */
  readonly what: string;
  readonly steps: string;
  /** Its first bytes, in base64. */
  readonly body: string;
}

/** What became of a body, by its edge. */
export interface Judged {
  readonly edge: string;
  readonly outcome: Outcome;
}

const headBytes = 600;
const shrinkingMs = 10_000;
/** More of the same fault are told as they are. */
const shrunkOfEach = 2;
/** A body follows from its own seed, and from no body before it. */
const onlyRun = { numRuns: 1, unbiased: true } as const;

/** So that neither campaigns with neighbouring seeds nor neighbouring runs of one share bodies. */
const seedOf = (seed: number, run: number): number =>
  Math.imul(seed, 0x9e3779b1) ^ Math.imul(run + 1, 0x85ebca6b);

/** Makes the bodies of a campaign and looks what becomes of them. */
export class Judge {
  readonly #seeds: readonly Seed[];
  readonly #recipes: fc.Arbitrary<Recipe>;
  readonly #seed: number;
  /** How often each fault was met. */
  readonly #seen = new Map<string, number>();

  constructor(seeds: readonly Seed[], seed: number) {
    this.#seeds = seeds;
    this.#recipes = recipeOver(seeds);
    this.#seed = seed;
  }

  recipeOf(run: number): Recipe {
    let made: Recipe | undefined;
    const property = fc.property(this.#recipes, (recipe) => void (made ??= recipe));
    fc.check(property, { ...onlyRun, seed: seedOf(this.#seed, run) });
    if (!made) throw new Error('unreachable: one recipe was asked for');
    return made;
  }

  specimenOf(run: number): Specimen {
    return specimenOf(this.#seeds, this.recipeOf(run), String(run));
  }

  /** What becomes of the body of a run, or what went wrong with it. */
  async judge(run: number): Promise<Judged | Failure> {
    const recipe = this.recipeOf(run);
    try {
      return { edge: this.#seeds[recipe.seed]?.edge ?? '', outcome: await this.#outcome(recipe, run) };
    } catch (error) {
      return this.#failureOf(run, recipe, error);
    }
  }

  #outcome(recipe: Recipe, run: number): Promise<Outcome> {
    return outcomeOf(specimenOf(this.#seeds, recipe, String(run)));
  }

  async #failureOf(run: number, recipe: Recipe, error: unknown): Promise<Failure> {
    const what = signatureOf(error);
    let smallest = recipe;
    const seen = (this.#seen.get(what) ?? 0) + 1;
    this.#seen.set(what, seen);
    const stillWrong = async (smaller: Recipe): Promise<void> => {
      const other = await this.#outcome(smaller, run).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (other === undefined || signatureOf(other) !== what) return;
      smallest = smaller;
      throw other;
    };
    if (seen <= shrunkOfEach)
      await fc.check(fc.asyncProperty(this.#recipes, stillWrong), {
        ...onlyRun,
        seed: seedOf(this.#seed, run),
        interruptAfterTimeLimit: shrinkingMs,
      });
    const { seed, body } = specimenOf(this.#seeds, smallest, String(run));
    return {
      run,
      edge: seed.edge,
      of: seed.of,
      what,
      steps: stepsIn(smallest),
      body: body.subarray(0, headBytes).toString('base64'),
    };
  }
}

/** The message without what is the body's, and where it was thrown. */
const signatureOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error).slice(0, 200);
  const [place = ''] = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at .*\/(apps|libs|tools)\//.test(line));
  const where = /\/((?:apps|libs|tools)\/[^)]*?)(?::\d+)?\)?$/.exec(place)?.[1] ?? '';
  return `${error.name}: ${error.message.replaceAll(/\d+/g, '#').slice(0, 160)} (${where})`;
};
