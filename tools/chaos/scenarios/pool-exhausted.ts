import { connectionsLimited, connectionsTaken } from '../faults/postgres-faults.ts';
import { backpressure } from './backpressure.ts';
import type { Scenario } from './scenario.ts';

const forMs = 12_000;
const kinds = [connectionsLimited(0, forMs), connectionsLimited(1, forMs), connectionsTaken(forMs)] as const;

/** The services have no connections to Postgres, or too few. */
export const poolExhausted: Scenario = {
  ...backpressure,
  faults: (_draws, run) => [kinds[run % kinds.length] ?? kinds[0]],
};
