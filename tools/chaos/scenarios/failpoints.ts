import type { Failpoint } from '@landfall/messaging';
import { killAt, type Service } from '../faults/kill.ts';
import { keepers } from '../rig/settings.ts';
import { passOf, rough, type Scenario } from './scenario.ts';

const everyService = [...keepers, 'follower'] as const;
/** Who comes by each place: the follower tells nothing, so its relay comes by none. */
const comingBy: Readonly<Record<Failpoint, readonly Service[]>> = {
  'edge.before_produce': ['edge'],
  'edge.produced': ['edge'],
  'batch.before_begin': everyService,
  'batch.fenced': everyService,
  'batch.claimed': everyService,
  'batch.written': everyService,
  'batch.committed': everyService,
  'offsets.before_commit': everyService,
  'offsets.committed': everyService,
  'relay.read': keepers,
  'relay.published': keepers,
  'relay.deleted': keepers,
};
const placesToDie = Object.entries(comingBy) as [Failpoint, readonly Service[]][];

/** Whoever comes by a named place dies there; a run takes two places, the runs take turns. */
export const failpoints: Scenario = {
  habits: rough,
  faults: (draws, run) =>
    [0, 1].flatMap((nth) => {
      const place = placesToDie[(2 * run + nth) % placesToDie.length];
      return place ? place[1].map((who) => killAt(who, place[0], passOf(draws))) : [];
    }),
};
