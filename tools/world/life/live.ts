import { between, happens } from '../random/draws-of.ts';
import { day } from '../wire/instants.ts';
import type { Stage } from '../wire/words.ts';
import type { Route } from '../geography/routes.ts';
import type { Draws } from '../../demo/random.ts';
import { collect, store } from './first-mile.ts';
import { clearImport } from './import.ts';
import type { Journey } from './journey.ts';
import { deliver, inject } from './last-mile.ts';
import { fly, precleared } from './trunk.ts';

/** A whole life, from the hand-over that the merchant announced to its end. */
export function live(journey: Journey, declaredWeightGrams: number): void {
  const parts = [
    collect,
    (one: Journey) => store(one, declaredWeightGrams),
    fly,
    (one: Journey) => {
      if (!precleared(one)) clearImport(one);
    },
    inject,
    deliver,
  ];
  for (const part of parts) if (!journey.ended) part(journey);
  if (journey.fate === 'lost_told' && journey.lostAt !== null) tellLoss(journey);
  journey.happenings.sort((a, b) => a.at - b.at);
}

/** Where a stoppage or a loss is planted: what most often goes wrong is the last mile. */
export function doomedStageOf(draws: Draws, route: Route): Stage {
  return draws.pick<Stage>([
    ['collection', 1],
    ['warehousing', 1.5],
    ['export_customs', 1],
    ['awaiting_uplift', 2],
    // A stoppage of a voyage outlasts most plays.
    ['trunk_line', route.mode === 'express' || route.mode === 'economy_air' ? 1.5 : 0.5],
    ['import_customs', 2],
    ['awaiting_injection', 2],
    ['transshipment', route.hub === null ? 0 : 1],
    ['last_mile', 3],
  ]);
}

/** A carrier admits a loss weeks after it happened. */
function tellLoss(journey: Journey): void {
  const { draws, lostAt, stays } = journey;
  const stage = stays.at(-1)?.stage;
  const by =
    stage === 'awaiting_uplift' ? 'warehousing' : stage === 'awaiting_injection' ? 'import_customs' : stage;
  if (lostAt === null || by === undefined) return;
  const searched = between(draws, 12, 25) * day + (happens(draws, 0.3) ? 7 * day : 0);
  journey.happenAt(lostAt + searched, 'lost', by, { reason: 'carrier' });
}
