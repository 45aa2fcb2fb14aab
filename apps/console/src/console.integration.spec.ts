import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InternalTokens } from '@landfall/service-kit';
import { startTelemetry, type Telemetry } from '@landfall/telemetry';
import { startTestService, type TestService } from '@landfall/testing';
import { consoleService } from './console.service.ts';

const caller = { merchantId: '0190b2a0-0000-7000-8000-000000000001', keyId: 'k-1', scopes: ['orders:read'] };
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

let telemetry: Telemetry;
let upstream: Server;
let service: TestService;
let answered: { authorization: string | undefined; body: string; traceparent: string | undefined }[] = [];

beforeAll(async () => {
  telemetry = startTelemetry({ service: 'console' });
  upstream = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    response.setHeader('content-type', 'application/json');
    if (request.url === '/internal/api-keys/verify') {
      const known = (JSON.parse(body) as { key: string }).key === 'good';
      response.writeHead(known ? 200 : 404);
      response.end(JSON.stringify(known ? caller : {}));
    } else if (request.url === '/openapi.json') {
      response.end(
        JSON.stringify({
          openapi: '3.1.0',
          info: {},
          paths: { '/v1/orders': { post: {} }, '/internal/x': {} },
        }),
      );
    } else {
      const { authorization, traceparent } = request.headers;
      answered.push({ authorization, body, traceparent: traceparent as string | undefined });
      response.end('{}');
    }
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  service = await startTestService(consoleService, {
    env: {
      ORDER_INTAKE_URL: url,
      CARRIER_TRACKING_URL: url,
      EXCEPTION_DETECTION_URL: url,
      NOTIFICATIONS_URL: url,
      ANALYTICS_URL: url,
      CAPACITY_POOL_URL: 'http://127.0.0.1:1',
    },
  });
});

afterAll(async () => {
  await service?.close();
  upstream?.closeAllConnections();
  upstream?.close();
  await telemetry.shutdown();
});

describe('the console service', () => {
  it('serves the page', async () => {
    const response = await fetch(service.url);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('is the gateway: keys in, internal tokens and raw bodies out', async () => {
    answered = [];
    const body = '{ "spaces" :  "kept", broken';
    const response = await fetch(`${service.url}/v1/orders`, {
      method: 'POST',
      headers: { authorization: 'Bearer good', 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(200);
    expect(answered[0]?.body).toBe(body);
    const [, token = ''] = answered[0]?.authorization?.split(' ') ?? [];
    expect(await service.app.get(InternalTokens).verify(token)).toEqual(caller);
  });

  it('passes the trace on and names it in problems', async () => {
    answered = [];
    const headers = { authorization: 'Bearer good', traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    await fetch(`${service.url}/v1/orders`, { method: 'POST', headers, body: '{}' });
    expect(answered[0]?.traceparent).toContain(traceId);
    const away = await fetch(`${service.url}/v1/routes`, { headers });
    expect(await away.json()).toMatchObject({ status: 503, code: 'service_unavailable', traceId });
  });

  it.each([
    ['/v1/orders', 401, 'unauthorized'],
    ['/v1/nothing', 404, 'not_found'],
    ['/nothing', 404, 'not_found'],
    ['/internal/settle', 401, 'unauthorized'],
  ])('answers %s with %i as problem details', async (path, status, code) => {
    const response = await fetch(`${service.url}${path}`);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code, instance: path });
  });

  it('keeps its own routes under /v1', async () => {
    const response = await fetch(`${service.url}/v1/clock`);
    expect(await response.json()).toMatchObject({ clock: 'system' });
  });

  it('describes what all services offer, and says which one is away', async () => {
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
      paths: object;
      info: { description: string };
    };
    expect(Object.keys(document.paths)).toEqual(['/v1/orders', '/v1/clock']);
    expect(document.info.description).toContain('capacity-pool');
    expect(await (await fetch(`${service.url}/docs/swagger-ui-init.js`)).text()).toContain(
      "url: '/openapi.json'",
    );
    expect((await fetch(`${service.url}/docs`)).status).toBe(200);
  });
});
