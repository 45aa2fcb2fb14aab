import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { context, propagation, trace } from '@opentelemetry/api';
import { SurroundingsError } from '@landfall/persistence';
import { startTelemetry } from '@landfall/telemetry';
import { InternalTokens } from '../auth/internal-tokens.ts';
import { baseSettings, serviceUrls } from '../config/base-config.ts';
import { defineConfig } from '../config/define-config.ts';
import { InternalClient } from './internal-client.ts';

const tokens = new InternalTokens('a secret that is shared by all services');
let server: Server | undefined;

const clientOf = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ORDER_INTAKE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = defineConfig(baseSettings('notifications')).load({ ORDER_INTAKE_URL });
  return new InternalClient('notifications', serviceUrls(config), tokens);
};

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  trace.disable();
  context.disable();
  propagation.disable();
});

describe('the internal client', () => {
  it('speaks as the service, in the current trace', async () => {
    startTelemetry({ service: 'notifications' });
    const seen: IncomingMessage[] = [];
    let body = '';
    const client = await clientOf((request, response) => {
      seen.push(request);
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end('{"buyers":[]}'));
    });
    const span = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', traceFlags: 1 };

    const answer = await context.with(trace.setSpanContext(context.active(), span), () =>
      client.call({ to: 'order-intake', method: 'POST', path: '/internal/buyers', body: { ids: ['a'] } }),
    );

    expect(answer).toEqual({ status: 200, body: { buyers: [] } });
    expect(body).toBe('{"ids":["a"]}');
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/internal/buyers' });
    expect(seen[0]?.headers['traceparent']).toContain(span.traceId);
    const token = seen[0]?.headers.authorization?.replace('Bearer ', '') ?? '';
    expect(await tokens.verify(token)).toEqual({ merchantId: null, service: 'notifications' });
  });

  it('speaks for a merchant where asked to', async () => {
    const caller = {
      merchantId: '018f3c2e-7b1a-7c3d-8e4f-0123456789ab',
      scopes: ['orders:read'],
      keyId: 'k',
    };
    const seen: string[] = [];
    const client = await clientOf((request, response) => {
      seen.push(request.headers.authorization ?? '');
      response.end('5');
    });

    expect(await client.get('order-intake', '/v1/orders/1', caller)).toBe(5);
    expect(await tokens.verify(seen[0]?.replace('Bearer ', '') ?? '')).toEqual(caller);
  });

  it('tells what is not there from what is refused', async () => {
    let status = 404;
    const client = await clientOf((_request, response) => response.writeHead(status).end('{}'));
    expect(await client.get('order-intake', '/x')).toBeUndefined();
    status = 422;
    expect(await client.call({ to: 'order-intake', path: '/x' })).toEqual({ status: 422, body: {} });
    await expect(client.get('order-intake', '/x')).rejects.not.toBeInstanceOf(SurroundingsError);
  });

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['is broken', (_request, response) => response.writeHead(500).end('{}')],
    ['is overloaded', (_request, response) => response.writeHead(429).end('{}')],
    ['does not take our token', (_request, response) => response.writeHead(401).end('{}')],
    ['hangs up', (request) => request.destroy()],
    ['never answers', () => undefined],
    [
      'stops in the middle',
      (_request, response) => response.writeHead(200, { 'content-length': '10' }).write('{"a"'),
    ],
    ['answers no JSON', (_request, response) => response.end('<html>')],
    ['sends us elsewhere', (_request, response) => response.writeHead(302, { location: '/y' }).end()],
  ])('blames the surroundings when the other service %s', async (_what, answer) => {
    const client = await clientOf(answer);
    const call = client.call({ to: 'order-intake', path: '/x', timeoutMillis: 300 });
    await expect(call).rejects.toBeInstanceOf(SurroundingsError);
  });

  it('blames the surroundings when nobody listens', async () => {
    const client = await clientOf(() => undefined);
    server?.close();
    await once(server!, 'close');
    await expect(client.get('order-intake', '/x')).rejects.toThrow(/GET order-intake failed.*ECONNREFUSED/);
  });
});
