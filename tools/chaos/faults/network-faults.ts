import { setTimeout as delay } from 'node:timers/promises';
import type { Peer } from '../network.ts';
import type { Fault } from './fault.ts';
import type { Service } from './kill.ts';

/** Bytes take so long each way for a while, in ms. */
export const late = (who: Service, peer: Peer, latencyMs: number, forMs: number): Fault => ({
  what: `${latencyMs} ms between ${who} and ${peer} for ${forMs / 1_000} s`,
  strike: async ({ network }) => {
    const line = network.line(who, peer);
    line.latencyMs = latencyMs;
    await delay(forMs);
    line.latencyMs = 0;
    return true;
  },
});

/** All connections of the moment are cut, told to both sides. */
export const reset = (who: Service, peer: Peer): Fault => ({
  what: `connections between ${who} and ${peer} reset`,
  strike: async ({ network }) => network.line(who, peer).reset() > 0,
});

/** Connections take bytes and answer nothing for a while, and those that were open then never do again. */
export const halfOpen = (who: Service, peer: Peer, forMs: number): Fault => ({
  what: `connections between ${who} and ${peer} half-open for ${forMs / 1_000} s`,
  strike: async ({ network }) => {
    const line = network.line(who, peer);
    line.die();
    await delay(forMs);
    line.recover();
    return true;
  },
});
