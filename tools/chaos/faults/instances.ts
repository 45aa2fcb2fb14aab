import { setTimeout as delay } from 'node:timers/promises';
import type { Rig } from '../rig.ts';
import type { RigProcess } from '../rig-process.ts';
import type { Fault, FaultContext } from './fault.ts';
import { livingPid, type Service } from './kill.ts';

/** What a service promises for its shutdown. */
const shutdownLimitMs = 5_000;
/** On a busy machine. */
const beginLimitMs = 60_000;
/** A rebalance waits for members that are on their way up on a busy machine. */
const rebalanceLimitMs = 60_000;
const lookEveryMs = 100;

/** SIGTERM, and a successor as soon as the process has ended. */
export const replace = (target: Service): Fault => ({
  what: `SIGTERM ${target}, and a successor`,
  strike: (context) => depart(target, context, (process) => process.replace()),
});

/** SIGTERM, and no successor. */
export const leave = (keeper: string): Fault => ({
  what: `${keeper} leaves`,
  strike: (context) => depart(keeper, context, (process) => process.leave()),
});

/** An instance more, or one that has left before. */
export const come = (keeper: string): Fault => ({
  what: `${keeper} comes`,
  strike: async (context) => {
    const before = context.rig.rebalancesOf('parcels');
    context.rig.addKeeper(keeper);
    await untilRebalanced('parcels', before, `${keeper} came`, context);
    return true;
  },
});

/** Lets a process end and looks at how it does: in time, by itself, out of its group. */
async function depart(
  target: string,
  context: FaultContext,
  end: (process: RigProcess) => ReturnType<RigProcess['replace']>,
): Promise<boolean> {
  const { rig, complain } = context;
  const process = rig.processes.get(target);
  if (!process || (await livingPid(target, context)) === undefined) return false;
  await Promise.race([process.begun, delay(beginLimitMs, undefined, { ref: false })]);
  const { role } = process;
  const before = role === 'edge' ? 0 : rig.rebalancesOf(role);
  const { tookMs, by, memberId } = await end(process);
  const took = `${(tookMs / 1_000).toFixed(1)} s`;
  rig.tookToEnd.push(tookMs);
  if (tookMs > shutdownLimitMs) complain(`${target} took ${took} to shut down`);
  if (by !== 0) complain(`${target} was asked to end and ended by ${by} after ${took}`);
  if (role === 'edge') return true;
  if (memberId !== undefined && (await rig.membersOf(role)).includes(memberId))
    complain(`${target} ended without leaving its group`);
  await untilRebalanced(role, before, `${target} left`, context);
  return true;
}

async function untilRebalanced(
  role: 'parcels' | 'follower',
  before: number,
  after: string,
  { rig, complain }: Pick<FaultContext, 'complain'> & { rig: Rig },
): Promise<void> {
  for (const until = performance.now() + rebalanceLimitMs; rig.rebalancesOf(role) === before;) {
    if (performance.now() > until) return complain(`no rebalance was seen after ${after}`);
    await delay(lookEveryMs);
  }
}
