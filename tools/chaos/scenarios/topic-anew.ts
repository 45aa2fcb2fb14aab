import { logChanges, type Change } from '../faults/topic-faults.ts';
import { rough, type Scenario } from './scenario.ts';

const changes = [
  'deleted and made anew',
  'truncated past the fences',
  'made anew unseen and outgrown',
] as const satisfies readonly Change[];

/** The log of the scans is not the one that the fences were made for: they must stop it, and go on when they are reset. */
export const topicAnew: Scenario = {
  habits: rough,
  faults: (_draws, run) => logChanges(changes[run % changes.length] ?? changes[0]),
};
