import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { servicePorts, type ServiceName } from '@landfall/contracts';
import { InternalClient, InternalTokens } from '@landfall/service-kit';
import { createLogger } from '@landfall/telemetry';
import Fastify, { type FastifyInstance } from 'fastify';
import { ApiKeys } from './api-keys.ts';
import { registerGateway } from './gateway.plugin.ts';
import { RateLimiter } from './rate-limiter.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  bytes: number;
  sha256: string;
}

const secret = 'a secret for this spec, long enough';
const caller = { merchantId: '0190b2a0-0000-7000-8000-000000000001', keyId: 'k-1', scopes: ['orders:read'] };
const withKey = { authorization: 'Bearer good' };

const servers: Server[] = [];
let seen: Seen[] = [];
let gateway: FastifyInstance;
let url: string;

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const upstream = async (service: string): Promise<string> => {
  const server = createServer(async (request, response) => {
    if (request.headers['x-test'] === 'refused unread') {
      response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' });
      response.end(JSON.stringify({ code: 'overloaded' }));
      return;
    }
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      if (request.url === '/internal/api-keys/verify') {
        const { key } = JSON.parse(body.toString()) as { key: string };
        response.writeHead(key === 'good' ? 200 : 404, { 'content-type': 'application/json' });
        response.end(JSON.stringify(key === 'good' ? caller : { code: 'not_found' }));
        return;
      }
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        bytes: body.length,
        sha256: digest(body),
      });
      if (request.url?.endsWith('/breaks-off')) {
        request.socket.destroy();
        return;
      }
      response.writeHead(request.url?.endsWith('/refused') ? 422 : 200, {
        'content-type': 'application/json',
        'x-of-service': service,
        'keep-alive': 'timeout=3',
      });
      response.end(JSON.stringify({ service }));
    } catch {
      response.destroy();
    }
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const start = async (urls: Record<ServiceName, string>, limiter: RateLimiter): Promise<FastifyInstance> => {
  const tokens = new InternalTokens(secret);
  const server = Fastify();
  server.get('/v1/clock', async () => ({ now: null }));
  await registerGateway(server, {
    urls,
    tokens,
    limiter,
    logger: createLogger('console', { write: () => undefined }),
    apiKeys: new ApiKeys(new InternalClient('console', urls, tokens)),
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  return server;
};

const tooMuch = 20 * 1024 * 1024;

/** What a client hears that writes all of a body before it reads, on a connection that ends with the answer. */
const answerToAll = async (to: string, path: string, framing: string): Promise<string> => {
  const socket = connect(Number(new URL(to).port), '127.0.0.1').pause();
  const write = async (bytes: Buffer | string): Promise<void> => {
    if (!socket.write(bytes)) await once(socket, 'drain');
  };
  await write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer good\r\nconnection: close\r\n${framing}\r\n\r\n`,
  );
  const part = Buffer.alloc(1024 * 1024);
  const isChunked = framing.endsWith('chunked');
  for (let sent = 0; sent < tooMuch; sent += part.length) {
    if (isChunked) await write(`${part.length.toString(16)}\r\n`);
    await write(part);
    if (isChunked) await write('\r\n');
  }
  if (isChunked) await write('0\r\n\r\n');
  return text(socket);
};

const addressOf = (server: FastifyInstance) =>
  `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
const problemOf = async (response: Response) => ({
  contentType: response.headers.get('content-type'),
  ...((await response.json()) as { status: number; code: string; detail: string; instance: string }),
});

let live: Record<ServiceName, string>;
const nowhere = 'http://127.0.0.1:1';

beforeAll(async () => {
  const entries = Object.keys(servicePorts).map(
    async (service) => [service, await upstream(service)] as const,
  );
  live = Object.fromEntries(await Promise.all(entries)) as Record<ServiceName, string>;
  gateway = await start({ ...live, 'capacity-pool': nowhere }, new RateLimiter(200, 1_000));
  url = addressOf(gateway);
});

beforeEach(() => {
  seen = [];
});

afterAll(async () => {
  await gateway.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

describe('the gateway', () => {
  it('forwards method, path, query and answer', async () => {
    const response = await fetch(`${url}/v1/parcels?trackingNumber=A%2FB&limit=2`, { headers: withKey });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-of-service')).toBe('exception-detection');
    expect(response.headers.get('keep-alive')).not.toBe('timeout=3');
    expect(await response.json()).toEqual({ service: 'exception-detection' });
    expect(seen).toMatchObject([{ method: 'GET', url: '/v1/parcels?trackingNumber=A%2FB&limit=2' }]);
  });

  it('hands the answers of services on as they are', async () => {
    const response = await fetch(`${url}/v1/orders/refused`, { method: 'POST', headers: withKey });
    expect(response.status).toBe(422);
  });

  it('puts an internal token in the place of the key', async () => {
    await fetch(`${url}/v1/orders`, { headers: withKey });
    const [, token = ''] = seen[0]?.headers.authorization?.split(' ') ?? [];
    expect(await new InternalTokens(secret).verify(token)).toEqual(caller);
  });

  it.each([
    ['no key', {}],
    ['an unknown key', { authorization: 'Bearer bad' }],
    ['another scheme', { authorization: 'Basic Z29vZDo=' }],
  ])('answers 401 to %s', async (_, headers) => {
    const response = await fetch(`${url}/v1/orders`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer realm="landfall"');
    expect(await problemOf(response)).toMatchObject({
      contentType: 'application/problem+json',
      status: 401,
      code: 'unauthorized',
      instance: '/v1/orders',
    });
    expect(seen).toEqual([]);
  });

  it.each(['/v1/nothing', '/v1/internal/settle', '/v1/orders/%2e%2e/internal', '/v1/orders//x', '/v1'])(
    'answers 404 to %s, key or not',
    async (path) => {
      const response = await fetch(`${url}${path}`);
      expect(await problemOf(response)).toMatchObject({ status: 404, code: 'not_found' });
      expect(seen).toEqual([]);
    },
  );

  it('leaves more specific routes of the same server alone', async () => {
    expect(await (await fetch(`${url}/v1/clock`)).json()).toEqual({ now: null });
  });

  it('lets signed pushes and tracking pages pass without a key', async () => {
    await fetch(`${url}/v1/carriers/17track/webhooks`, {
      method: 'POST',
      headers: { sign: 'abc' },
      body: '{}',
    });
    await fetch(`${url}/v1/marketplaces/shopify/webhooks`, { method: 'POST', headers: withKey, body: '{}' });
    await fetch(`${url}/t/AbC`);
    expect(seen.map(({ headers }) => [headers['sign'], headers.authorization])).toEqual([
      ['abc', undefined],
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  it.each([
    ['with a length', (body: Buffer) => body],
    ['in chunks', (body: Buffer) => Readable.toWeb(Readable.from([body.subarray(0, 99), body.subarray(99)]))],
  ])('streams a body %s byte by byte, whatever it claims to be', async (_, encode) => {
    const body = randomBytes(900_000);
    await fetch(`${url}/v1/carriers/easypost/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hmac-signature': 'x' },
      body: encode(body) as unknown as NonNullable<RequestInit['body']>,
      duplex: 'half',
    } as RequestInit);
    expect(seen).toMatchObject([
      { bytes: body.length, sha256: digest(body), headers: { 'content-type': 'application/json' } },
    ]);
  });

  it('passes bodies without a type', async () => {
    const body = new Blob(['<a/>']);
    await fetch(`${url}/v1/carriers/dhl/payloads`, { method: 'POST', headers: withKey, body });
    expect(seen).toMatchObject([{ bytes: 4 }]);
  });

  it('answers 413 to a body that says it is too long', async () => {
    const body = Buffer.alloc(16 * 1024 * 1024 + 1);
    const response = await fetch(`${url}/v1/tracking-events/batch`, {
      method: 'POST',
      headers: withKey,
      body,
    });
    expect(await problemOf(response)).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(seen).toEqual([]);
  });

  it('answers 413 to a body that turns out too long', async () => {
    const chunk = Buffer.alloc(1024 * 1024);
    const body = Readable.toWeb(Readable.from(Array.from({ length: 18 }, () => chunk)));
    const response = await fetch(`${url}/v1/tracking-events/batch`, {
      method: 'POST',
      headers: withKey,
      body: body as unknown as NonNullable<RequestInit['body']>,
      duplex: 'half',
    } as RequestInit);
    expect(await problemOf(response)).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(seen).toEqual([]);
  });

  it.each([
    ['says it is', `content-length: ${tooMuch}`],
    ['turns out', 'transfer-encoding: chunked'],
  ])(
    'answers who sends a body that %s too long, though he listens only when all is sent',
    async (_, framing) => {
      expect(await answerToAll(url, '/v1/tracking-events/batch', framing)).toMatch(/^HTTP\/1.1 413 /);
      expect(seen).toEqual([]);
    },
  );

  it('hands on that a service has too much to do, though nobody has read the body', async () => {
    const body = randomBytes(6 * 1024 * 1024);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        fetch(`${url}/v1/tracking-events/batch`, {
          method: 'POST',
          headers: { ...withKey, 'x-test': 'refused unread' },
          body,
        }),
      ),
    );
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await answer.json()).toEqual({ code: 'overloaded' });
    }
  });

  it('keeps what only we may say from clients', async () => {
    await fetch(`${url}/v1/orders`, {
      headers: {
        ...withKey,
        'x-forwarded-for': '10.0.0.1',
        'x-forwarded-host': 'evil.example',
        'x-landfall-merchant': 'other',
        'x-internal-service': 'console',
        forwarded: 'for=10.0.0.1',
        cookie: 'a=b',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        'idempotency-key': 'kept',
      },
    });
    const headers = seen[0]?.headers ?? {};
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(url).host,
      'x-forwarded-proto': 'http',
      'idempotency-key': 'kept',
    });
    for (const name of ['x-landfall-merchant', 'x-internal-service', 'forwarded', 'cookie', 'traceparent'])
      expect(headers).not.toHaveProperty(name);
  });

  it('answers 503 for a service that is away, and names it', async () => {
    const response = await fetch(`${url}/v1/routes`, {
      method: 'POST',
      headers: withKey,
      body: 'x'.repeat(99_999),
    });
    expect(await problemOf(response)).toMatchObject({
      contentType: 'application/problem+json',
      status: 503,
      code: 'service_unavailable',
      detail: expect.stringContaining('capacity-pool'),
    });
    expect(response.headers.get('retry-after')).toBe('1');
  });

  it('answers 502 for a service that breaks off, without asking twice', async () => {
    const response = await fetch(`${url}/v1/parcels/breaks-off`, { headers: withKey });
    expect(await problemOf(response)).toMatchObject({
      status: 502,
      code: 'service_unavailable',
      detail: expect.stringContaining('exception-detection'),
    });
    expect(seen).toHaveLength(1);
  });

  it('answers 503 while keys cannot be checked', async () => {
    const blind = await start({ ...live, 'order-intake': nowhere }, new RateLimiter(200, 1_000));
    const response = await fetch(`${addressOf(blind)}/v1/parcels`, { headers: withKey });
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'service_unavailable' });
    expect((await fetch(`${addressOf(blind)}/t/AbC`)).status).toBe(200);
    await blind.close();
  });

  it('holds a key to its rate', async () => {
    const strict = await start(live, new RateLimiter(0.01, 2));
    const ask = () => fetch(`${addressOf(strict)}/v1/orders`, { headers: withKey });
    const first = await ask();
    expect([first.status, first.headers.get('ratelimit-limit')]).toEqual([200, '2']);
    expect(first.headers.get('ratelimit-remaining')).toBe('1');
    await ask();
    const refused = await ask();
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(90);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(Number(refused.headers.get('ratelimit-reset'))).toBeGreaterThan(190);
    expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'too_many_requests' });
    expect((await fetch(`${addressOf(strict)}/t/AbC`)).status).toBe(200);
    await strict.close();
  });
});
