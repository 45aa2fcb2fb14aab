import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { countRequests, isCounted } from './count-requests.ts';
import { OpenRequests } from './open-requests.ts';

describe('open requests', () => {
  it('refuse more than the limit, and count each request out once', () => {
    const requests = new OpenRequests(1);
    const release = requests.begin();
    expect(() => requests.begin()).toThrow(expect.objectContaining({ status: 503, code: 'overloaded' }));
    release();
    release();
    expect([requests.open, requests.total]).toEqual([0, 1]);
  });

  it('refuse bodies that are too large together, but not one that is too large by itself', () => {
    const requests = new OpenRequests(9, 100);
    const large = requests.begin(120);
    expect(() => requests.begin(1)).toThrow(expect.objectContaining({ status: 503, code: 'overloaded' }));
    requests.begin()();
    large();
    const releases = [requests.begin(60), requests.begin(40)];
    expect(() => requests.begin(1)).toThrow(expect.objectContaining({ code: 'overloaded' }));
    releases[1]?.();
    requests.begin(40)();
  });

  it('refuse new ones while closing, and tell when the last has been answered', async () => {
    const requests = new OpenRequests(9);
    const releases = [requests.begin(), requests.begin()];
    let closed = false;
    const closing = requests.close().then(() => (closed = true));

    expect(requests.isClosing).toBe(true);
    expect(() => requests.begin()).toThrow(expect.objectContaining({ status: 503, code: 'shutting_down' }));
    releases[0]?.();
    await Promise.resolve();
    expect(closed).toBe(false);
    releases[1]?.();
    await closing;
    await new OpenRequests(9).close();
  });
});

describe('a server that counts its requests', () => {
  let server: FastifyInstance;
  let requests: OpenRequests;
  let reached: PromiseWithResolvers<void>;
  let answer: PromiseWithResolvers<string>;

  beforeEach(async () => {
    requests = new OpenRequests(5, 1_000);
    reached = Promise.withResolvers();
    answer = Promise.withResolvers();
    server = Fastify({ bodyLimit: 800 });
    countRequests(server, requests);
    server.get('/slow', () => {
      reached.resolve();
      return answer.promise;
    });
    server.post('/slow', () => {
      reached.resolve();
      return answer.promise;
    });
    server.get('/broken', () => Promise.reject(new Error('broken')));
    await server.listen({ port: 0, host: '127.0.0.1' });
  });

  afterEach(() => server.close());

  const address = () => server.server.address() as AddressInfo;

  it('counts a request until it has been answered', async () => {
    const response = fetch(`http://127.0.0.1:${address().port}/slow`);
    await reached.promise;
    expect(requests.open).toBe(1);
    answer.resolve('done');
    await (await response).text();
    await requests.close();
  });

  it('counts a request whose caller hung up until its handler has ended', async () => {
    const accepted = once(server.server, 'connection') as Promise<[Socket]>;
    const caller = connect(address().port, '127.0.0.1');
    caller.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
    await reached.promise;
    const [socket] = await accepted;
    caller.destroy();
    await once(socket, 'close');
    expect(requests.open).toBe(1);
    answer.resolve('done');
    await requests.close();
  });

  const post = (body: string | ReadableStream) =>
    fetch(`http://127.0.0.1:${address().port}/slow`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
      duplex: 'half',
    } as RequestInit);

  it('counts bodies as long as they say they are, and as long as they may be where they say nothing', async () => {
    const held = post('x'.repeat(600));
    await reached.promise;
    expect((await post('x'.repeat(401))).status).toBe(503);
    const [small, unknown] = [post('x'.repeat(400)), await post(new Blob(['x']).stream())];
    expect(unknown.status).toBe(503);
    expect((await post('x'.repeat(900))).status).toBe(413);
    answer.resolve('done');
    expect([(await held).status, (await small).status]).toEqual([200, 200]);
    await requests.close();
  });

  it('counts out a request that fails, or whose body never comes', async () => {
    await (await fetch(`http://127.0.0.1:${address().port}/broken`)).text();
    const caller = connect(address().port, '127.0.0.1');
    const arrived = once(server.server, 'request');
    caller.write(
      'POST /broken HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    );
    await arrived;
    caller.destroy();
    await requests.close();
  });
});

describe('what is counted', () => {
  it.each(['/v1/orders', '/v1/clocks', '/healthy', '/t/abc', '/'])('%s', (url) =>
    expect(isCounted(url)).toBe(true),
  );
  it.each(['/health/ready', '/metrics', '/metrics?x=1', '/internal/settle', '/v1/clock'])('not %s', (url) =>
    expect(isCounted(url)).toBe(false),
  );
});
