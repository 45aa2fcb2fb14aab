import type { Failpoint } from '@landfall/messaging';
import type { Fault } from './fault.ts';

export const keepers = ['parcels-1', 'parcels-2'] as const;
export const services = ['edge', ...keepers, 'follower'] as const;
export const servers = ['kafka', 'postgres'] as const;
export type Service = (typeof services)[number];

/** SIGKILL, whatever the process is doing. It is started again. */
export const kill = (target: Service | (typeof servers)[number]): Fault => ({
  what: `kill -9 ${target}`,
  strike: async ({ rig, stack }) => {
    const server = (stack.pids() as Partial<Record<string, number>>)[target];
    const pid = server ?? rig.processes.get(target)?.pid;
    if (pid === undefined) return false;
    process.kill(pid, 'SIGKILL');
    return true;
  },
});

/** SIGKILL at a named place of the pipe, when the process comes by it for the so-manieth time. */
export const killAt = (target: Service, at: Failpoint, pass: number): Fault => ({
  what: `kill -9 ${target} at ${at}`,
  strike: async ({ rig, signal }) =>
    (await rig.processes.get(target)?.trap({ at, pass, signal: 'SIGKILL' }, signal)) ?? false,
});
