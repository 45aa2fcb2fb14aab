import { chain, legDefinition, milestoneDefinition } from '../chain.ts';
import {
  machines,
  positions,
  type DerivedTrigger,
  type Lane,
  type Machine,
  type Position,
  type StateOf,
} from '../legs/leg.ts';
import type { ParcelEvent } from './parcel-event.ts';

type Target = Partial<Record<Lane, string>>;
/** By machine, by trigger, by the state from which it leads. */
const tables = Object.fromEntries(
  Object.keys(machines).map((machine) => [machine, new Map<string, Map<string, Target>>()]),
) as Readonly<Record<Machine, Map<string, Map<string, Target>>>>;
const goals = new Map<string, number>();

for (const row of [...chain.legs.flatMap((leg) => leg.transitions), ...chain.anyLeg.transitions]) {
  for (const on of row.on) {
    const targets = tables[row.machine].get(on) ?? new Map<string, Target>();
    tables[row.machine].set(on, targets);
    for (const from of row.from) {
      const target = targets.get(from) ?? {};
      if (row.lane !== 'domestic') target.cross_border = row.to;
      if (row.lane !== 'cross_border') target.domestic = row.to;
      targets.set(from, target);
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
    tables[machine].get(trigger)?.get(from) ??
    (isMovement(event) ? tables[machine].get('moved')?.get(from) : undefined);
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
