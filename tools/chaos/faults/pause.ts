import type { Fault } from './fault.ts';

/** A process that stands still for longer than its group waits for it, and then goes on where it was. */
export const pause = (target: 'parcels-1' | 'parcels-2' | 'follower', ms: number): Fault => ({
  what: `SIGSTOP ${target} for ${ms / 1_000} s`,
  strike: async ({ rig, signal }) => {
    const paused = rig.processes.get(target);
    paused?.signal('SIGSTOP');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
    paused?.signal('SIGCONT');
  },
});
