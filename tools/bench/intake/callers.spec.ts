import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Callers, closedLoop } from './callers.ts';

const { signal } = new AbortController();
let server: Server | undefined;

const serve = async (
  answer: (request: IncomingMessage, body: string) => { status: number; body: string },
): Promise<number> => {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body } = answer(request, await text(request));
    response.writeHead(status, { 'content-length': Buffer.byteLength(body) }).end(body);
  };
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
};

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('callers', () => {
  it('send bodies with their headers and give back whole answers, also long ones', async () => {
    const port = await serve((request, body) => ({
      status: 202,
      body: `${request.method} ${request.url} ${request.headers['x-key']} ${body} ${'x'.repeat(200_000)}`,
    }));
    const callers = new Callers({ port, path: '/scans', headers: { 'x-key': 'k' } });
    for (const body of ['one', 'two'])
      expect(await callers.post(body)).toBe(`POST /scans k ${body} ${'x'.repeat(200_000)}`);
    callers.close();
  });

  it('fail with what was answered instead of 202', async () => {
    const port = await serve(() => ({ status: 503, body: 'overloaded' }));
    const callers = new Callers({ port, path: '/scans' });
    await expect(callers.post('x')).rejects.toThrow('/scans was answered 503: overloaded');
    callers.close();
  });

  it('go on until there is no next body, so many at once', async () => {
    const connections = new Set<unknown>();
    const bodies: string[] = [];
    const port = await serve(({ socket }, body) => {
      connections.add(socket);
      bodies.push(body);
      return { status: 202, body: '' };
    });
    const callers = new Callers({ port, path: '/' });
    let next = 0;
    const figures = await closedLoop(
      callers,
      { atOnce: 3, millis: Infinity },
      () => (next < 10 ? String(next++) : undefined),
      signal,
    );
    callers.close();
    expect(figures).toMatchObject({ requests: 10 });
    expect(figures.answeredAfter).toHaveLength(10);
    expect(bodies.map(Number).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(connections.size).toBe(3);
  });
});
