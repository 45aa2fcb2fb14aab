import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, sendSignal } from '../../stack/processes.ts';
import { untilReady } from '../../stack/readiness.ts';
import { services, type ServiceName } from '../../stack/services.ts';
import { probeReady } from '../../start/system.ts';
import type { ThrowawaySystem } from '../../start/throwaway-system.ts';
import type { Draws } from '../../demo/random.ts';
import { servers, type Server } from '../faults/kill.ts';

/** Something that befalls a process of the real system. */
export interface ServiceFault {
  readonly what: string;
  readonly target: ServiceName | Server;
  /** Resolves to how long (ms) a service took to end that was asked to; rejects where it did not end well. */
  strike(system: ThrowawaySystem): Promise<number | undefined>;
}

/** What a service promises for its shutdown. */
export const shutdownLimitMs = 5_000;
const readyLimitMs = 60_000;
const lookEveryMs = 50;

/**
 * Every service is killed once and replaced once, Kafka and Postgres are killed once, in any order; of one process one after the
 * other, as a service that is killed while it shuts down does not show how it would have ended.
 */
export function serviceFaults(draws: Draws): ServiceFault[] {
  const names = services.map(({ name }) => name);
  const faults = [...names.map(kill), ...servers.map(kill), ...names.map(replace)];
  const inOrder = faults
    .map((fault) => ({ fault, at: draws.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ fault }) => fault);
  return oneAtATime(inOrder);
}

/** Each fault waits until those that struck its target before it are over, however they ended. */
export function oneAtATime(faults: readonly ServiceFault[]): ServiceFault[] {
  const striking = new Map<string, Promise<unknown>>();
  return faults.map((fault) => ({
    ...fault,
    strike: (system) => {
      const struck = Promise.allSettled([striking.get(fault.target)]).then(() => fault.strike(system));
      striking.set(fault.target, struck);
      return struck;
    },
  }));
}

const kill = (target: ServiceName | Server): ServiceFault => ({
  what: `kill -9 ${target}`,
  target,
  strike: async (system) => {
    sendSignal(await livingPid(target, system), 'SIGKILL');
    return undefined;
  },
});

const replace = (target: ServiceName): ServiceFault => ({
  what: `SIGTERM ${target}, and a successor`,
  target,
  strike: async (system) => {
    // One that has hardly begun does not listen to signals yet, and has nothing in hand.
    const { PORT: port } = system.system.environment.services[target];
    await untilReady(target, () => probeReady(Number(port)), readyLimitMs);
    const pid = await livingPid(target, system);
    const asked = performance.now();
    const ended = system.supervisor.end(target);
    sendSignal(pid, 'SIGTERM');
    const by = await ended;
    const took = performance.now() - asked;
    if (by !== 0) throw new Error(`${target} was asked to end and ended by ${by} after ${seconds(took)}`);
    if (took > shutdownLimitMs) throw new Error(`${target} took ${seconds(took)} to shut down`);
    return took;
  },
});

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** The supervisors start everything again. */
async function livingPid(
  target: ServiceName | Server,
  { stack, supervisor }: ThrowawaySystem,
): Promise<number> {
  for (;;) {
    const pid = (stack.pids() as Partial<Record<string, number>>)[target] ?? supervisor.pidOf(target);
    if (pid !== undefined && isAlive(pid)) return pid;
    await delay(lookEveryMs);
  }
}
