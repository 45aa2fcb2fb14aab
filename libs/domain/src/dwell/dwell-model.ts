import type { Stage, TimedStage } from '../legs/leg.ts';
import type { DwellDistribution } from './dwell-distribution.ts';
import type { DwellKey } from './dwell-keys.ts';
import type { EntryPace } from './entry-pace.ts';
import type { LearnedDwell } from './learn-lane.ts';

/** What was learned, and by name what was learned below it: of a stage its providers, of a provider its routes. */
interface Learned {
  dwell: DwellDistribution | undefined;
  weekdays: readonly number[] | null;
  pace: EntryPace | null;
  readonly below: Map<string, Learned>;
}

/** What was learned of one lane. Immutable: a refresh makes another. */
export class LaneModel {
  readonly #stages: Learned['below'] = new Map();

  constructor(learned: readonly LearnedDwell[]) {
    for (const { stage, provider, route, dwell, weekdays, pace } of learned) {
      const ofStage = placeIn(this.#stages, stage);
      const ofProvider = provider === null ? ofStage : placeIn(ofStage.below, provider);
      const place = route === null ? ofProvider : placeIn(ofProvider.below, route);
      place.dwell = dwell;
      place.weekdays = weekdays;
      place.pace = pace;
    }
  }

  /** The most particular distribution that was learned; undefined where nothing was learned of the stage. */
  dwellOf(stage: TimedStage, { provider, route }: Omit<DwellKey, 'lane'>): DwellDistribution | undefined {
    const ofStage = this.#stages.get(stage);
    const ofProvider = ofStage?.below.get(provider);
    return ofProvider?.below.get(route)?.dwell ?? ofProvider?.dwell ?? ofStage?.dwell;
  }

  /** On which weekdays a provider works at the stage, or anybody on the lane where no provider is named; null if nobody knows. */
  weekdaysOf(stage: Stage, provider: string | null): readonly number[] | null {
    const ofStage = this.#stages.get(stage);
    const ofProvider = provider === null ? undefined : ofStage?.below.get(provider);
    return ofProvider?.weekdays ?? ofStage?.weekdays ?? null;
  }

  /** By how much longer (log-hours) those stay that come to a stage on an ISO weekday than all do; 0 if nobody knows. */
  paceOf(stage: Stage, weekday: number): number {
    return this.#stages.get(stage)?.pace?.[weekday - 1] ?? 0;
  }
}

function placeIn(places: Learned['below'], name: string): Learned {
  const place = places.get(name) ?? { dwell: undefined, weekdays: null, pace: null, below: new Map() };
  places.set(name, place);
  return place;
}
