import { setTimeout as delay } from 'node:timers/promises';
import type { Failpoint } from '@landfall/messaging';
import { isAlive, sendSignal } from '../../stack/processes.ts';
import { keepers } from '../rig/settings.ts';
import type { Fault, FaultContext } from './fault.ts';

export const services = ['edge', ...keepers, 'follower'] as const;
export const servers = ['kafka', 'postgres'] as const;
export type Service = (typeof services)[number];
export type Server = (typeof servers)[number];

const lookEveryMs = 50;

/** SIGKILL, whatever the process is doing, or as soon as it lives again. It is started again. */
export const kill = (target: Service | Server): Fault => ({
  what: `kill -9 ${target}`,
  strike: async (context) => {
    const pid = await livingPid(target, context);
    if (pid === undefined) return false;
    sendSignal(pid, 'SIGKILL');
    return true;
  },
});

/** Kafka or Postgres is stopped as an operator stops it, which ends what is under way there, and started again. */
export const restart = (server: Server): Fault => ({
  what: `clean restart of ${server}`,
  strike: async (context) => {
    const pid = await livingPid(server, context);
    if (pid === undefined) return false;
    // At SIGTERM Postgres would wait for its clients to go.
    sendSignal(pid, server === 'postgres' ? 'SIGINT' : 'SIGTERM');
    return true;
  },
});

/** Undefined when it does not live before everything has settled. */
export async function livingPid(
  target: string,
  { rig, stack, signal }: FaultContext,
): Promise<number | undefined> {
  while (!signal.aborted) {
    const server = (stack.pids() as Partial<Record<string, number>>)[target];
    const pid = server ?? rig.processes.get(target)?.pid;
    if (pid !== undefined && isAlive(pid)) return pid;
    await delay(lookEveryMs);
  }
  return undefined;
}

/** SIGKILL at a named place of the pipe, when the process comes by it for the so-manieth time. */
export const killAt = (target: Service, at: Failpoint, pass: number): Fault => ({
  what: `kill -9 ${target} at ${at}`,
  strike: async ({ rig, signal }) =>
    (await rig.processes.get(target)?.trap({ at, pass, signal: 'SIGKILL' }, signal)) ?? false,
});
