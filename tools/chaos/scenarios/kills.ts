import { kill, servers, services } from '../faults/kill.ts';
import { oneOf, rough, type Scenario } from './scenario.ts';

/** Any process, Kafka and Postgres among them, at any moment. */
export const kills: Scenario = {
  habits: rough,
  faults: (draws) => Array.from({ length: 4 }, () => kill(oneOf(draws, [...services, ...servers]))),
};
