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
 * among them where they are processes of this machine, beginning at a seeded place. The supervisor starts them again.
 * @returns what to call with each progress, and what was killed so far
 */
export function killsDuring(
  { supervisor, stack }: ThrowawaySystem,
  count: number,
  seed: number,
): { progress(done: number, of: number): void; kills: Kill[] } {
  const targets = [...Object.keys(stack.pids()), ...services.map(({ name }) => name)];
  const first = Math.floor(new Draws(seed).next() * targets.length);
  const kills: Kill[] = [];
  const pidOf = (what: string): number | undefined =>
    (stack.pids() as Record<string, number | undefined>)[what] ?? supervisor.pidOf(what);
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
