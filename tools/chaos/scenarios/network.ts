import type { Draws } from '../../demo/random.ts';
import type { Fault } from '../faults/fault.ts';
import type { Service } from '../faults/kill.ts';
import { keepers } from '../rig/settings.ts';
import { halfOpen, late, reset } from '../faults/network-faults.ts';
import type { Peer } from '../network.ts';
import { oneOf, rough, type Scenario } from './scenario.ts';

const latencyMs = 200;
const lateForMs = 5_000;
/** Longer than the group waits for a silent member (6 s). */
const halfOpenForMs = 8_000;

const kinds = [
  (who: Service, peer: Peer) => late(who, peer, latencyMs, lateForMs),
  reset,
  (who: Service, peer: Peer) => halfOpen(who, peer, halfOpenForMs),
] as const;

/** Who is cut off from whom: everyone at least once from what it needs, one keeper left out. */
const victims = (draws: Draws): readonly (readonly [Service, Peer])[] => {
  const keeper = oneOf(draws, keepers);
  return [
    [keeper, 'postgres'],
    ['edge', 'kafka'],
    [keeper, 'kafka'],
    ['follower', oneOf(draws, ['kafka', 'postgres'])],
  ];
};

/** Lines between processes and servers get late, are cut, or go dead; the runs take turns with these. */
export const network: Scenario = {
  habits: rough,
  network: true,
  faults: (draws, run): Fault[] => {
    const kind = kinds[run % kinds.length] ?? reset;
    return victims(draws).map(([who, peer]) => kind(who, peer));
  },
};
