import { replace } from '../faults/instances.ts';
import { services } from '../faults/kill.ts';
import { oneOf, rough, type Scenario } from './scenario.ts';

const secondsPerReplacement = 6;

/** Every process is replaced in turn, beginning anywhere; each must finish what it has in hand and be gone in 5 s. */
export const rolling: Scenario = {
  habits: rough,
  lasts: services.length * secondsPerReplacement,
  faults: (draws) => {
    const first = services.indexOf(oneOf(draws, services));
    return [...services.slice(first), ...services.slice(0, first)].map(replace);
  },
};
