import { calm } from './scenarios/calm.ts';
import { clockSteps } from './scenarios/clock-steps.ts';
import { fullDisk } from './scenarios/disk-full.ts';
import { failpoints } from './scenarios/failpoints.ts';
import { kills } from './scenarios/kills.ts';
import { network } from './scenarios/network.ts';
import { poolExhausted } from './scenarios/pool-exhausted.ts';
import { rebalances } from './scenarios/rebalances.ts';
import { restarts } from './scenarios/restarts.ts';
import { restoredBackup } from './scenarios/restored-backup.ts';
import { rolling } from './scenarios/rolling.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { sharedRows } from './scenarios/shared-rows.ts';
import { slowPostgres } from './scenarios/slow-postgres.ts';
import { topicAnew } from './scenarios/topic-anew.ts';
import { zombies } from './scenarios/zombies.ts';

/** By name; each is in the file of its name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  calm,
  kills,
  failpoints,
  zombies,
  restarts,
  rebalances,
  rolling,
  'clock-steps': clockSteps,
  'shared-rows': sharedRows,
  network,
  'slow-postgres': slowPostgres,
  'pool-exhausted': poolExhausted,
  'disk-full': fullDisk,
  'restored-backup': restoredBackup,
  'topic-anew': topicAnew,
};
