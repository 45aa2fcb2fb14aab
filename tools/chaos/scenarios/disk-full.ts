import { diskFull, mountUnder, type OnDisk } from '../faults/disk-faults.ts';
import { smallDiskProblem } from '../faults/small-disk.ts';
import { rough, type Scenario } from './scenario.ts';

interface Kind {
  readonly what: OnDisk;
  readonly killed: boolean;
}

const kinds = [
  { what: 'tables', killed: false },
  { what: 'tables', killed: true },
  { what: 'log', killed: false },
] as const satisfies readonly Kind[];
const kindOf = (run: number): Kind => kinds[run % kinds.length] ?? kinds[0];

/** There is no space left for what Postgres keeps. */
export const fullDisk: Scenario = {
  habits: rough,
  load: 2,
  impossible: smallDiskProblem,
  prepare: (stack, run) => mountUnder(kindOf(run).what, stack),
  faults: (_draws, run) => {
    const { what, killed } = kindOf(run);
    return [diskFull(what, killed)];
  },
};
