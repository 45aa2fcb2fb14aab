import type { Fault } from './fault.ts';
import type { services } from './kill.ts';

/** SIGKILL at a named place of the pipe, when a process comes by it for the so-manieth time from now. */
export const failpoint = (target: (typeof services)[number], at: string, pass: number): Fault => ({
  what: `kill -9 ${target} at ${at}, pass ${pass}`,
  strike: async ({ rig }) => rig.processes.get(target)?.order({ order: 'arm', at, pass, signal: 'SIGKILL' }),
});
