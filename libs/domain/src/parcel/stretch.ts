import type { Lane, Position } from '../legs/leg.ts';

/** The parts of the road that estimates reckon with; a stop at a transit hub belongs to the part around it. */
export type Stretch =
  | 'not_started'
  | 'collection'
  | 'warehousing'
  | 'awaiting_uplift'
  | 'trunk_line'
  | 'awaiting_injection'
  | 'last_mile';

const crossBorder: Readonly<Record<Position, Stretch>> = {
  not_started: 'not_started',
  collection: 'collection',
  warehousing: 'warehousing',
  awaiting_uplift: 'awaiting_uplift',
  hub_before_uplift: 'awaiting_uplift',
  trunk_line: 'trunk_line',
  hub_en_route: 'trunk_line',
  awaiting_injection: 'awaiting_injection',
  hub_after_arrival: 'awaiting_injection',
  last_mile: 'last_mile',
};

// Within one country everything between warehouse and depot is one road.
const domestic: Readonly<Record<Position, Stretch>> = {
  ...crossBorder,
  awaiting_uplift: 'awaiting_injection',
  hub_before_uplift: 'awaiting_injection',
  trunk_line: 'awaiting_injection',
  hub_en_route: 'awaiting_injection',
};

/** The part of the road on which a position lies. */
export function stretchOf(position: Position, lane: Lane): Stretch {
  return (lane === 'domestic' ? domestic : crossBorder)[position];
}
