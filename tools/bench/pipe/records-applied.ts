import type { BatchOutcome } from '@landfall/messaging';

/** Records that a round dealt with, repeated ones as well. */
export const recordsApplied = (outcomes: readonly BatchOutcome[]): number =>
  outcomes.reduce(
    (records, outcome) =>
      outcome.kind === 'applied' ? records + outcome.applied + outcome.repeated : records,
    0,
  );
