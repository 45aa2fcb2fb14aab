import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { choosePort, freePort, isPortFree, nextFreePort } from './ports.ts';

describe('choosing a port', () => {
  it('passes over a busy one', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      expect(await isPortFree(port)).toBe(false);
      expect(await choosePort(port)).not.toBe(port);
      expect(await nextFreePort(port)).toBeGreaterThan(port);
    } finally {
      server.close();
    }
  });

  it('takes the preferred one when it is free, unless it is promised to another', async () => {
    const port = await freePort();
    expect(await choosePort(undefined, port)).toBe(port);
    expect(await nextFreePort(port, new Set([port]))).not.toBe(port);
  });
});
