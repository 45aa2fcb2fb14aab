import { together } from '../faults/fault.ts';
import { services, type Service } from '../faults/kill.ts';
import { late } from '../faults/network-faults.ts';
import { slowBackends } from '../faults/postgres-faults.ts';
import { backpressure } from './backpressure.ts';
import type { Scenario } from './scenario.ts';

const forMs = 15_000;
const latencyMs = 100;
const consumers = services.filter((name): name is Exclude<Service, 'edge'> => name !== 'edge');

const kinds = [
  together(
    `${latencyMs} ms between all services and postgres for ${forMs / 1_000} s`,
    consumers.map((who) => late(who, 'postgres', latencyMs, forMs)),
  ),
  slowBackends('all', 300, forMs),
  slowBackends('each', 1_000, forMs),
] as const;

/** Postgres answers slowly while more comes in than it can take. */
export const slowPostgres: Scenario = {
  ...backpressure,
  network: true,
  faults: (_draws, run) => [kinds[run % kinds.length] ?? kinds[0]],
};
