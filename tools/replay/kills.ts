import { Draws } from '../demo/random.ts';
import { services } from '../stack/services.ts';
import type { ThrowawaySystem } from '../start/throwaway-system.ts';

/** One process that was killed, and how far the replay had come. */
export interface Kill {
  what: string;
  atPercent: number;
}

/**
 * Kills (SIGKILL) so many processes of the system, evenly over the replay: every service in turn, Kafka and Postgres
 * among them, beginning at a seeded place. The supervisor starts them again.
 * @returns what to call with each progress, and what was killed so far
 */
export function killsDuring(
  { supervisor, stack }: ThrowawaySystem,
  count: number,
  seed: number,
): { progress(done: number, of: number): void; kills: Kill[] } {
  const targets = ['kafka', 'postgres', ...services.map(({ name }) => name)];
  const first = Math.floor(new Draws(seed).next() * targets.length);
  const kills: Kill[] = [];
  const pidOf = (what: string): number | undefined =>
    what === 'kafka' || what === 'postgres' ? stack.pids()[what] : supervisor.pidOf(what);
  return {
    kills,
    progress(done, of) {
      const share = done / of;
      if (kills.length >= count || share < (kills.length + 0.5) / (count + 1)) return;
      const what = targets[(first + kills.length) % targets.length] ?? 'kafka';
      const pid = pidOf(what);
      if (pid === undefined) return;
      process.kill(pid, 'SIGKILL');
      kills.push({ what, atPercent: Math.round(share * 100) });
    },
  };
}
