import type { LandfallClient } from './landfall-client.ts';
import { answerOf, playOlist } from './olist/play.ts';
import { readOlist } from './olist/read-olist.ts';
import { expectedOf, reconcileOrder, type Difference } from './olist/reconcile.ts';
import { scoreEstimates, type ReplayReport } from './report.ts';

/** Plays the Olist orders in `dir` (the first `limit` of them) in steps of so many hours and reconciles every row. */
export async function replayOlist(
  client: LandfallClient,
  dir: string,
  { limit, stepHours }: { limit: number; stepHours: number },
  progress: (done: number, of: number, at: string) => void,
): Promise<ReplayReport> {
  const orders = (await readOlist(dir)).slice(0, limit);
  const began = performance.now();
  const played = await playOlist(client, orders, stepHours, progress);
  const seconds = Math.round((performance.now() - began) / 100) / 10;

  const differing: Difference[] = [];
  for (let start = 0; start < orders.length; start += 20) {
    const rows = await Promise.all(
      orders
        .slice(start, start + 20)
        .map(async (order) => reconcileOrder(order, await answerOf(client, order, played))),
    );
    differing.push(...rows.flat());
  }
  const exceptions: Record<string, number> = {};
  for await (const { code } of client.all<{ code: string }>('/v1/exceptions'))
    exceptions[code] = (exceptions[code] ?? 0) + 1;

  const expected = new Map(orders.map((order) => [order.id, expectedOf(order)]));
  const delivered = [...expected.values()].filter((row) => row.deliveredAt !== null);
  return {
    source: 'olist',
    orders: orders.length,
    parcels: played.parcels.size,
    eventsSent: played.eventsSent,
    seconds,
    eventsPerSecond: Math.round(played.eventsSent / seconds),
    reconciled: {
      rows: orders.length,
      exact: orders.length - new Set(differing.map((difference) => difference.id)).size,
      differing,
    },
    lateShare: delivered.filter((row) => row.late).length / Math.max(1, delivered.length),
    exceptions,
    estimate: scoreEstimates(
      [...played.estimates].flatMap(([id, estimate]) => {
        const deliveredAt = expected.get(id)?.deliveredAt;
        return deliveredAt ? [{ ...estimate, deliveredAt }] : [];
      }),
    ),
    retried: client.retried,
  };
}
