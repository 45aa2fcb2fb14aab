import { readFileSync } from 'node:fs';

/** Lets a process of Node's answer to `heapOf`, on a port of its own. */
export const answersForHeap = '--inspect=127.0.0.1:0';

/**
 * What a service holds after everything that can be collected was, in MiB: asked of its inspector.
 * @param logFile where its output goes, which names the inspector's address
 */
export async function heapOf(logFile: string): Promise<number> {
  // The last one: a service that was started again has another.
  const address = [...readFileSync(logFile, 'utf8').matchAll(/^Debugger listening on (ws:\S+)$/gm)].at(
    -1,
  )?.[1];
  if (address === undefined) throw new Error(`no inspector is named in ${logFile}`);
  const socket = new WebSocket(address);
  await new Promise((open, fail) => {
    socket.addEventListener('open', open, { once: true });
    socket.addEventListener('error', () => fail(new Error(`no inspector answers at ${address}`)), {
      once: true,
    });
  });
  const answers = new Map<number, (result: { readonly usedSize?: number }) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: { usedSize?: number } };
    if (id !== undefined) answers.get(id)?.(result ?? {});
  });
  const ask = (id: number, method: string): Promise<{ readonly usedSize?: number }> =>
    new Promise((resolve) => {
      answers.set(id, resolve);
      socket.send(JSON.stringify({ id, method }));
    });
  try {
    await ask(1, 'HeapProfiler.collectGarbage');
    await ask(2, 'HeapProfiler.collectGarbage');
    return ((await ask(3, 'Runtime.getHeapUsage')).usedSize ?? 0) / 2 ** 20;
  } finally {
    socket.close();
  }
}
