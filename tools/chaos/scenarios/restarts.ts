import { restart, servers } from '../faults/kill.ts';
import { oneOf, rough, type Scenario } from './scenario.ts';

/** Kafka and Postgres are restarted as an operator does it, each at least once. */
export const restarts: Scenario = {
  habits: rough,
  faults: (draws) => {
    const first = oneOf(draws, servers);
    return [first, ...servers.filter((one) => one !== first), oneOf(draws, servers)].map(restart);
  },
};
