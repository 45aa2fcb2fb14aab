import { legDefinition, ownerOf } from '../chain.ts';
import { laneFactsOf } from '../dwell/dwell-keys.ts';
import type { Stage } from '../legs/leg.ts';
import { everywhere, type IncidentScope } from './incident.ts';

export const isCustoms = (stage: Stage): boolean => legDefinition(ownerOf(stage)).part === 'customs';

const originStages: ReadonlySet<Stage> = new Set([
  'collection',
  'warehousing',
  'export_customs',
  'awaiting_uplift',
]);

/** Whether a stage is worked at where parcels come from, where they go, or on the way between. */
export function sideOf(stage: Stage): 'origin' | 'between' | 'destination' {
  if (stage === 'trunk_line') return 'between';
  return originStages.has(stage) ? 'origin' : 'destination';
}

/** Where a stage lies: a warehouse, an office or a last mile serves all lanes of its country, a trunk line one mode of one lane. */
export function placeOf({
  lane,
  stage,
}: {
  readonly lane: string;
  readonly stage: Stage;
}): IncidentScope & { readonly stage: Stage } {
  const { originCountry, destinationCountry, mode } = laneFactsOf(lane);
  const side = sideOf(stage);
  return {
    ...everywhere,
    stage,
    originCountry: side === 'destination' ? null : originCountry,
    destinationCountry: side === 'origin' ? null : destinationCountry,
    mode: side === 'between' ? mode : null,
  };
}
