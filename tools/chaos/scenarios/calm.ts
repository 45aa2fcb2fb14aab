import { rough, type Scenario } from './scenario.ts';

/** Nothing but rough carriers. */
export const calm: Scenario = { habits: rough, faults: () => [] };
