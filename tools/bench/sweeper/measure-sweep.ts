import { readCpu } from '../cpu-time.ts';
import type { Servers } from '../rig/servers.ts';
import type { SweptFigures } from './sweep.settings.ts';

export interface MeasuredSweep {
  readonly servers: Servers;
  /** Sweeps once, and answers how many due times fired. */
  readonly sweep: () => Promise<number>;
  /** Waits until what was told is published; what never publishes has none. */
  readonly published?: () => Promise<void>;
  /** How many messages have been told so far. */
  readonly messages: () => number | Promise<number>;
}

/** Measures one sweep of this process: its due times a second by itself, its CPU until what it told is published. */
export async function measureSweep({
  servers,
  sweep,
  published,
  messages,
}: MeasuredSweep): Promise<SweptFigures> {
  const told = await messages();
  const processes = { service: process.pid, ...servers };
  const before = readCpu(processes);
  const began = performance.now();
  const fired = await sweep();
  const seconds = (performance.now() - began) / 1_000;
  await published?.();
  const after = readCpu(processes);
  const micros = (name: keyof typeof before): number => ((after[name] - before[name]) * 1e6) / fired;
  return {
    perSecond: fired / seconds,
    cpu: { service: micros('service'), postgres: micros('postgres'), kafka: micros('kafka') },
    fired,
    messages: (await messages()) - told,
  };
}
