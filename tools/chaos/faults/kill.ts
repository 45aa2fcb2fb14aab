import type { Fault } from './fault.ts';

export const services = ['edge', 'parcels-1', 'parcels-2', 'follower'] as const;
export const servers = ['kafka', 'postgres'] as const;
export type Target = (typeof services)[number] | (typeof servers)[number];

/** SIGKILL, whatever the process is doing. It is started again. */
export const kill = (target: Target): Fault => ({
  what: `kill -9 ${target}`,
  strike: async ({ rig, stack }) => {
    const server = (stack.pids() as Partial<Record<string, number>>)[target];
    if (server !== undefined) process.kill(server, 'SIGKILL');
    else rig.processes.get(target)?.signal('SIGKILL');
  },
});
