import type { TimedStage } from '../legs/leg.ts';
import type { DwellDistribution } from './dwell-distribution.ts';
import type { DwellKey } from './dwell-keys.ts';
import type { LearnedDwell } from './learn-lane.ts';

/** What was learned of one lane. Immutable: a refresh makes another. */
export class LaneModel {
  readonly #learned: ReadonlyMap<string, DwellDistribution>;

  constructor(learned: readonly LearnedDwell[]) {
    this.#learned = new Map(
      learned.map(({ stage, provider, route, dwell }) => [nameOf(stage, provider, route), dwell]),
    );
  }

  /** The most particular distribution that was learned; undefined where nothing was learned of the stage. */
  dwellOf(stage: TimedStage, { provider, route }: DwellKey): DwellDistribution | undefined {
    return (
      this.#learned.get(nameOf(stage, provider, route)) ??
      this.#learned.get(nameOf(stage, provider, null)) ??
      this.#learned.get(nameOf(stage, null, null))
    );
  }
}

const nameOf = (stage: TimedStage, provider: string | null, route: string | null): string =>
  JSON.stringify([stage, provider, route]);
