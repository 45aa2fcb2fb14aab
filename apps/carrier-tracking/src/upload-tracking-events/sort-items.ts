import { ProblemError, unprocessable, validationFailed } from '@landfall/service-kit';
import { faultsOfTrackingEvent, type TrackingEvent } from '../carriers/landfall/tracking-event.ts';
import type { BatchItem } from './parse-batch.ts';

/** An item that was accepted, or why it was not. */
export type SortedItem = { kind: 'event'; event: TrackingEvent } | { kind: 'refused'; error: ProblemError };

/** Checks one item; the pointers of its errors begin with its index. */
export const sortItem = (item: BatchItem, index: number): SortedItem => {
  if (item.kind === 'malformed')
    return refused(
      new ProblemError({
        status: 400,
        code: 'malformed_json',
        title: 'The request is not valid',
        detail: `Line ${index + 1} is not JSON that can be read.`,
      }),
    );
  if (namesUnit(item.value))
    return refused(
      unprocessable(
        'units_not_supported',
        'Events of transport units are not taken yet: name a trackingNumber.',
        [{ pointer: `/${index}/unitId`, detail: 'is not supported' }],
      ),
    );
  const faults = faultsOfTrackingEvent(item.value);
  return faults.length === 0
    ? { kind: 'event', event: item.value as TrackingEvent }
    : refused(
        validationFailed(faults.map(({ pointer, detail }) => ({ pointer: `/${index}${pointer}`, detail }))),
      );
};

const refused = (error: ProblemError): SortedItem => ({ kind: 'refused', error });

const namesUnit = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'unitId' in value && value.unitId !== null;
