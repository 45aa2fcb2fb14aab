import { come, leave } from '../faults/instances.ts';
import { keepers } from '../rig/settings.ts';
import { oneOf, rough, type Scenario } from './scenario.ts';

const instances = [...keepers, 'parcels-3', 'parcels-4'];
const changes = 8;
/** A process needs some 2 s until it has joined, on a busy machine 4 s. */
const secondsPerChange = 4;

/** Instances of the keepers come and go while scans flow; one is always left. */
export const rebalances: Scenario = {
  habits: rough,
  lasts: changes * secondsPerChange,
  faults: (draws) => {
    const running = new Set<string>(keepers);
    return Array.from({ length: changes }, () => {
      const name = oneOf(
        draws,
        instances.filter((one) => running.size > 1 || !running.has(one)),
      );
      if (running.delete(name)) return leave(name);
      running.add(name);
      return come(name);
    });
  },
};
