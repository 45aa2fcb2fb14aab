import { calm } from './scenarios/calm.ts';
import { fullDisk } from './scenarios/disk-full.ts';
import { failpoints } from './scenarios/failpoints.ts';
import { kills } from './scenarios/kills.ts';
import { network } from './scenarios/network.ts';
import { poolExhausted } from './scenarios/pool-exhausted.ts';
import { restoredBackup } from './scenarios/restored-backup.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { slowPostgres } from './scenarios/slow-postgres.ts';
import { topicAnew } from './scenarios/topic-anew.ts';
import { zombies } from './scenarios/zombies.ts';

/** By name; each is in the file of its name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  calm,
  kills,
  failpoints,
  zombies,
  network,
  'slow-postgres': slowPostgres,
  'pool-exhausted': poolExhausted,
  'disk-full': fullDisk,
  'restored-backup': restoredBackup,
  'topic-anew': topicAnew,
};
