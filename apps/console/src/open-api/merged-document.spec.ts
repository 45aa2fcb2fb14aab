import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { MergedDocument } from './merged-document.ts';

const document = (path: string) =>
  ({
    openapi: '3.1.0',
    info: { title: '', version: '' },
    paths: { [path]: { get: {} } },
  }) as unknown as OpenAPIObject;
const own = () => document('/v1/clock');

let server: Server;
let url: string;
let asked = 0;

beforeAll(async () => {
  server = createServer((_request, response) => {
    asked += 1;
    response.end(JSON.stringify(document('/v1/orders')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('the document of the whole API', () => {
  it('is read from the services once a minute', async () => {
    asked = 0;
    let now = 0;
    const merged = new MergedDocument({ 'order-intake': url }, own, () => now);
    expect(Object.keys((await merged.read()).paths)).toEqual(['/v1/orders', '/v1/clock']);
    now = 59_999;
    await merged.read();
    expect(asked).toBe(1);
    now = 60_000;
    await merged.read();
    expect(asked).toBe(2);
  });

  it('names a service that is away and asks it again', async () => {
    asked = 0;
    const merged = new MergedDocument({ 'order-intake': url, analytics: 'http://127.0.0.1:1' }, own);
    const { info, paths } = await merged.read();
    expect(Object.keys(paths)).toEqual(['/v1/orders', '/v1/clock']);
    expect(info.description).toContain('missing here: analytics');
    await merged.read();
    expect(asked).toBe(2);
  });
});
