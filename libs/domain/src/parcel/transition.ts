import { chain, legDefinition, milestoneDefinition } from '../chain.ts';
import {
  positions,
  type DerivedTrigger,
  type Lane,
  type Machine,
  type Position,
  type StateOf,
} from '../legs/leg.ts';
import type { ParcelEvent } from './parcel-event.ts';

type Target = Partial<Record<Lane, string>>;
const tables = new Map<string, Target>();
const goals = new Map<string, number>();

for (const row of [...chain.legs.flatMap((leg) => leg.transitions), ...chain.anyLeg.transitions]) {
  for (const on of row.on) {
    for (const from of row.from) {
      const key = `${row.machine} ${on} ${from}`;
      const target = tables.get(key) ?? {};
      if (row.lane !== 'domestic') target.cross_border = row.to;
      if (row.lane !== 'cross_border') target.domestic = row.to;
      tables.set(key, target);
    }
    if (row.machine === 'journey') {
      goals.set(on, Math.max(goals.get(on) ?? 0, positions.indexOf(row.to)));
    }
  }
}

/**
 * The next state of a machine by the legs' tables; the same state where no row applies.
 * A milestone row comes before the row for any movement.
 * @param placed the trigger that a vague scan stands for in its context
 */
export function transition<K extends Machine>(
  machine: K,
  from: StateOf<K>,
  event: ParcelEvent,
  lane: Lane,
  placed: DerivedTrigger | null = null,
): StateOf<K> {
  const trigger = placed ?? triggerOf(machine, event);
  const target =
    tables.get(`${machine} ${trigger} ${from}`) ??
    (isMovement(event) ? tables.get(`${machine} moved ${from}`) : undefined);
  return (target?.[lane] ?? from) as StateOf<K>;
}

/** Whether a scan shows the parcel moving on: physical progress short of its delivery. */
export function isMovement(event: ParcelEvent): boolean {
  const { kind, physical } = milestoneDefinition(event.milestone);
  return physical && kind === 'progress' && event.milestone !== 'delivered';
}

/** Whether a scan could only lead to a place that the parcel has already left. */
export function leadsBack(event: ParcelEvent, position: Position): boolean {
  const goal = goals.get(triggerOf('journey', event));
  return goal !== undefined && goal < positions.indexOf(position);
}

function triggerOf(machine: Machine, event: ParcelEvent): string {
  if (event.milestone === 'delivered' && event.proof != null) return 'delivered_proven';
  // A vague scan whose sender names the leg stands for the first scan of that leg.
  if (machine === 'journey' && event.leg !== null && isVagueProgress(event)) {
    return legDefinition(event.leg).begins[0] ?? event.milestone;
  }
  return event.milestone;
}

/** Whether a scan says that the parcel moves, but not on which leg. */
export function isVagueProgress(event: ParcelEvent): boolean {
  const { leg, kind } = milestoneDefinition(event.milestone);
  return leg === null && kind === 'progress';
}
