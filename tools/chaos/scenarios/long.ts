import { kill, type Server, type Service } from '../faults/kill.ts';
import type { Scenario } from './scenario.ts';

/** A group waits 6 s for a killed member: with fewer seconds a kill it would hardly ever get on. */
const secondsPerKill = 3.6;

/** Who is killed, each as likely as its weight: after a server's death everything waits until it is back. */
const victims = [
  ['edge', 29],
  ['parcels-1', 20],
  ['parcels-2', 20],
  ['follower', 23],
  ['kafka', 4],
  ['postgres', 4],
] as const satisfies readonly (readonly [Service | Server, number])[];

/** One kill after the other while scans flow without a break. */
export const long = (kills: number): Scenario => ({
  habits: { repeated: 0.5, late: 0.3, malformedEvery: 10, poisonEvery: 997 },
  lasts: kills * secondsPerKill,
  faults: (draws) => Array.from({ length: kills }, () => kill(draws.pick(victims))),
});
