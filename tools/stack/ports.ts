import { createServer } from 'node:net';

/** True when a server on this machine's loopback address could listen on the port now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => done(true)));
  });
}

/** A port that nobody listens on, picked by the system. Another process may still take it first. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? done(address.port) : fail(new Error('no port was given')),
      );
    });
  });
}

/** The first free port of the preferred ones, else any free one. */
export async function choosePort(...preferred: (number | undefined)[]): Promise<number> {
  for (const port of preferred) if (port !== undefined && (await isPortFree(port))) return port;
  return freePort();
}

/** The first free port from `from` on, at most 100 further; ports in `taken` count as busy. */
export async function nextFreePort(from: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = from; port <= from + 100; port++) {
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
  return freePort();
}
