import { rough, type Scenario } from './scenario.ts';

/**
 * Four keepers count in rows that they share: their transactions wait for each other, never in a circle. Without
 * poison, because parts of an isolated batch lock in the order of the parts.
 */
export const sharedRows: Scenario = {
  habits: { ...rough, poisonEvery: 0 },
  keepers: ['parcels-1', 'parcels-2', 'parcels-3', 'parcels-4'],
  counting: true,
  faults: () => [],
};
