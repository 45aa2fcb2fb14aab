import { badRequest, unprocessable, validationFailed, type ProblemError } from '@landfall/service-kit';
import {
  faultsOfTrackingEvent,
  isUnitEvent,
  type TrackingEvent,
} from '../carriers/landfall/tracking-event.ts';
import type { BatchItem } from './parse-batch.ts';

/** An item that was accepted, or why it was not. */
export type SortedItem = { kind: 'event'; event: TrackingEvent } | { kind: 'refused'; error: ProblemError };

/** Checks one item; the pointers of its errors begin with its index. */
export const sortItem = (item: BatchItem, index: number): SortedItem => {
  if (item.kind === 'unreadable') return refused(badRequest(item.code, `Line ${index + 1}: ${item.detail}`));
  const faults = faultsOfTrackingEvent(item.value);
  return faults.length === 0
    ? { kind: 'event', event: item.value as TrackingEvent }
    : refused(
        validationFailed(faults.map(({ pointer, detail }) => ({ pointer: `/${index}${pointer}`, detail }))),
      );
};

/** The units that accepted items are of: ids in lower case. */
export const unitsOf = (items: readonly SortedItem[]): ReadonlySet<string> => {
  const units = new Set<string>();
  for (const item of items)
    if (item.kind === 'event' && isUnitEvent(item.event)) units.add(item.event.unitId.toLowerCase());
  return units;
};

/** Refuses the items of units that are not among the known ones. */
export const refuseUnknownUnits = (
  items: readonly SortedItem[],
  known: { has(unitId: string): boolean },
): SortedItem[] =>
  items.map((item, index) =>
    item.kind === 'event' && isUnitEvent(item.event) && !known.has(item.event.unitId.toLowerCase())
      ? refused(
          unprocessable('unknown_unit', 'The unit does not exist: make it first, POST /v1/units.', [
            { pointer: `/${index}/unitId`, detail: 'must be the id of one of your units' },
          ]),
        )
      : item,
  );

const refused = (error: ProblemError): SortedItem => ({ kind: 'refused', error });
