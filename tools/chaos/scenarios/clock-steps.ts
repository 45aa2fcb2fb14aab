import { stepClock } from '../faults/clock.ts';
import { kill, services } from '../faults/kill.ts';
import { oneOf, rough, type Scenario } from './scenario.ts';

const steps = 4;
const farthestMinutes = 6 * 60;
/** Longer than a session: a client that has been put back does without heartbeats, and loses its partitions. */
const secondsPerStep = 4;

/** Clocks jump back and forth by minutes to hours, each process by itself; one of the processes is killed among it. */
export const clockSteps: Scenario = {
  habits: rough,
  lasts: (2 * steps + 1) * secondsPerStep,
  faults: (draws) => {
    const jump = () =>
      stepClock(oneOf(draws, services), Math.round((2 * draws.next() - 1) * farthestMinutes));
    return [
      ...Array.from({ length: steps }, jump),
      kill(oneOf(draws, services)),
      ...Array.from({ length: steps }, jump),
    ];
  },
};
