import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { registerConsolePage } from './console-page.plugin.ts';
import { publicFolder } from './public-folder.ts';

let server: FastifyInstance;

beforeAll(async () => {
  server = Fastify();
  await registerConsolePage(server, publicFolder);
});

afterAll(() => server.close());

describe('the files of the console page', () => {
  it('are sent with a policy that forbids everything inline and from elsewhere', async () => {
    const { statusCode, headers } = await server.inject('/');
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toContain('text/html');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('ask for nothing that is not served here', async () => {
    const { body } = await server.inject('/');
    const asked = [...body.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path = '']) => path);
    expect(asked.length).toBeGreaterThan(5);
    for (const path of asked.filter((path) => path !== '/docs'))
      expect([path, (await server.inject(path)).statusCode]).toEqual([path, 200]);
  });

  it('are compressed, the same after unpacking', async () => {
    const original = await readFile(join(publicFolder, 'console.js'));
    const get = (encoding: string) =>
      server.inject({ url: '/console.js', headers: { 'accept-encoding': encoding } });
    const brotli = await get('gzip, deflate, br');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.rawPayload)).toEqual(original);
    const gzip = await get('gzip');
    expect(gunzipSync(gzip.rawPayload)).toEqual(original);
    const plain = await get('identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.rawPayload).toEqual(original);
  });

  it('are not sent again where the browser has them', async () => {
    const { headers } = await server.inject('/console.css');
    const again = await server.inject({
      url: '/console.css',
      headers: { 'if-none-match': String(headers.etag) },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('are those of the folder and no others', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/index.html', '/views/'])
      expect((await server.inject(path)).statusCode).toBe(404);
  });
});
