import { backupAndRestore, type BackedUp } from '../faults/backup.ts';
import { rough, type Scenario } from './scenario.ts';

const kinds = ['everything', 'parcels', 'follower'] as const satisfies readonly BackedUp[];

/** Postgres, or one service's part of it, is put back to an older backup while Kafka has gone on. */
export const restoredBackup: Scenario = {
  habits: rough,
  faults: (_draws, run) => backupAndRestore(kinds[run % kinds.length] ?? 'everything'),
};
