import { setTimeout as delay } from 'node:timers/promises';

/** One task of an open loop: instants of `performance.now()`. */
export interface Sent {
  /** When it was to be sent: latencies count from here, so that a slow sender does not hide them. */
  readonly dueAt: number;
  readonly answeredAt: number;
}

/**
 * Starts a task every `1 / perSecond` s, whether or not those before have been answered. Rejects with the first
 * failure.
 */
export async function openLoop<Task>(
  tasks: readonly Task[],
  perSecond: number,
  send: (task: Task) => Promise<void>,
  signal: AbortSignal,
): Promise<Sent[]> {
  const startedAt = performance.now();
  const sent: Promise<Sent>[] = [];
  const failed = new AbortController();
  for (const [index, task] of tasks.entries()) {
    const dueAt = startedAt + (index * 1_000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 0) await delay(early);
    signal.throwIfAborted();
    failed.signal.throwIfAborted();
    const sending = send(task).then(() => ({ dueAt, answeredAt: performance.now() }));
    sending.catch((error: unknown) => failed.abort(error));
    sent.push(sending);
  }
  return Promise.all(sent);
}
