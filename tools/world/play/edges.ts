import type { LandfallClient } from '../../replay/landfall-client.ts';

/** The public edges that a world is played through. */
export type Edges = Pick<LandfallClient, 'post' | 'get' | 'all' | 'push17Track' | 'putClock'>;
