import type { Failpoint } from '@landfall/messaging';
import { keepers } from '../rig/settings.ts';
import { pauseAt } from '../faults/pause.ts';
import { passOf, rough, type Scenario } from './scenario.ts';

/** Where a process that stands still holds something that others need. */
const placesToPause = [
  'batch.before_begin',
  'batch.fenced',
  'batch.claimed',
  'batch.written',
  'relay.read',
  'relay.published',
] as const satisfies readonly Failpoint[];
const placeToPause = (run: number) => placesToPause[run % placesToPause.length] ?? placesToPause[0];

/** A keeper stands still at a named place past its session, the other takes over, and it goes on where it was. */
export const zombies: Scenario = {
  habits: rough,
  faults: (draws, run) => keepers.slice(0, 1).map((who) => pauseAt(who, placeToPause(run), passOf(draws))),
  // Inside its transaction it is Postgres that ends what stands still.
  mustRefuse: (run) => placeToPause(run) === 'batch.before_begin',
};
