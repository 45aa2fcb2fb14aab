import { setTimeout as delay } from 'node:timers/promises';
import { trackingEventsTopic } from '@landfall/contracts';
import { schemas, type Rig } from '../rig.ts';
import { keepers } from '../rig/settings.ts';
import type { Fault } from './fault.ts';

/** Longer than the group waits for a silent member (6 s). */
const outlivedMs = 8_000;
/** Shorter than that: nobody is made to look at the partitions anew. */
const unnoticedMs = 2_000;
const stopsWithinMs = 30_000;
const lookEveryMs = 250;
/** Enough for every partition to get some; they have all been applied before. */
const scansSentAgain = 500;

/** How the log of the scans becomes another one; all that stood in it before has had its effects. */
export type Change = 'deleted and made anew' | 'truncated past the fences' | 'made anew unseen and outgrown';

/**
 * Another log under the same name, and an operator who resets the fences when the keepers have stopped at it. Nothing of
 * the new log may be applied before that, and everything after.
 */
export function logChanges(change: Change): Fault[] {
  let appliedBefore = 0;
  return [
    {
      what: `log ${change}`,
      halts: true,
      strike: async ({ rig, untilSettled, sendAgain, complain }) => {
        await untilSettled();
        appliedBefore = await applied(rig);
        if (change === 'deleted and made anew') {
          await makeAnew(rig);
          // While the new log is shorter than what was read of the old one.
          await sendAgain(scansSentAgain);
          const going = await untilStopped(rig);
          if (going > 0) complain(`${going} partitions went on with a shorter log`);
        } else {
          signalKeepers(rig, 'SIGSTOP');
          if (change === 'made anew unseen and outgrown') await makeAnew(rig);
          else {
            const noticed = delay(unnoticedMs);
            await sendAgain(scansSentAgain);
            await truncate(rig);
            await noticed;
            signalKeepers(rig, 'SIGCONT');
          }
        }
        return true;
      },
    },
    {
      what: 'fences reset when all had stopped',
      halts: true,
      strike: async ({ rig, complain }) => {
        if (change === 'made anew unseen and outgrown') {
          await delay(outlivedMs);
          signalKeepers(rig, 'SIGCONT');
        }
        const going = await untilStopped(rig);
        if (going > 0) complain(`${going} partitions went on with another log`);
        const appliedSince = (await applied(rig)) - appliedBefore;
        if (appliedSince > 0) complain(`${appliedSince} scans were applied from another log`);
        await rig.query((client) => client.query(resetSql, [trackingEventsTopic.name]));
        signalKeepers(rig, 'SIGKILL');
        return true;
      },
    },
  ];
}

/** As docs/reliability.md tells operators: at its next start the service makes the fence at the log's beginning. */
const resetSql = `DELETE FROM ${schemas.parcels}.consumer_offset WHERE topic = $1 AND stopped_because IS NOT NULL`;

const signalKeepers = (rig: Rig, signal: NodeJS.Signals): void => {
  for (const name of keepers) rig.processes.get(name)?.signal(signal);
};

async function makeAnew(rig: Rig): Promise<void> {
  await rig.admin(async (admin) => {
    await admin.deleteTopics({ topics: [rig.scansTopic] });
    while ((await admin.listTopics()).includes(rig.scansTopic)) await delay(lookEveryMs);
  });
  await rig.makeScansTopic();
}

const truncate = (rig: Rig): Promise<void> =>
  rig.admin(async (admin) => {
    const ends = await admin.fetchTopicOffsets(rig.scansTopic);
    await admin.deleteTopicRecords({
      topic: rig.scansTopic,
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    });
  });

/** How many scans have been applied. */
const applied = (rig: Rig): Promise<number> =>
  rig.query(async (client) => {
    const { rows } = await client.query<{ applied: number }>(
      `SELECT coalesce(sum(version), 0)::int AS applied FROM ${schemas.parcels}.parcel_state`,
    );
    return rows[0]?.applied ?? 0;
  });

/** Resolves to how many partitions have not been stopped in time. */
async function untilStopped(rig: Rig): Promise<number> {
  for (const until = performance.now() + stopsWithinMs; ;) {
    const going = await rig.query(async (client) => {
      const { rows } = await client.query<{ going: number }>(
        `SELECT count(*)::int AS going FROM ${schemas.parcels}.consumer_offset WHERE stopped_because IS NULL`,
      );
      return rows[0]?.going ?? 0;
    });
    if (going === 0 || performance.now() > until) return going;
    await delay(lookEveryMs);
  }
}
