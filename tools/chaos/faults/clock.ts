import type { Fault } from './fault.ts';
import type { Service } from './kill.ts';

/** What a process takes for the time jumps to so many minutes before (less than 0) or after the system's. */
export const stepClock = (target: Service, minutes: number): Fault => ({
  what: `clock of ${target} at ${minutes < 0 ? '' : '+'}${minutes} min`,
  strike: async ({ rig }) => {
    rig.processes.get(target)?.stepClock(minutes * 60_000);
    return true;
  },
});
