import { setTimeout as delay } from 'node:timers/promises';
import type { Failpoint } from '@landfall/messaging';
import type { Fault } from './fault.ts';
import type { Service } from './kill.ts';

/** Longer than the group waits for a silent member (6 s), and than Postgres waits for an idle transaction (10 s). */
const pauseMs = 13_000;

/** A process that stands still at a named place of the pipe until others have taken over, and then goes on there. */
export const pauseAt = (target: Service, at: Failpoint, pass: number): Fault => ({
  what: `SIGSTOP ${target} at ${at} for ${pauseMs / 1_000} s`,
  strike: async ({ rig, signal }) => {
    const paused = rig.processes.get(target);
    if (!(await paused?.trap({ at, pass, signal: 'SIGSTOP' }, signal))) return false;
    await delay(pauseMs);
    paused?.signal('SIGCONT');
    return true;
  },
});
