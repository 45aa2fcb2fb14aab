import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { answeringSocket } from './answering-socket.ts';

const limitMs = 200;

/** Answers whatever does not end in "?", and that never. */
let server: Server;
const taken: Socket[] = [];
beforeEach(async () => {
  server = createServer((socket) => {
    taken.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      if (!bytes.toString().endsWith('?')) socket.write('answer');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  for (const socket of taken.splice(0)) socket.destroy();
  server.close();
});

const open = async (): Promise<Socket> => {
  const { port } = server.address() as AddressInfo;
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = answeringSocket(limitMs)({
    host: '127.0.0.1',
    port,
    ssl: undefined as never,
    onConnect: resolve,
  });
  taken.push(socket);
  await promise;
  return socket;
};

it('is cut when what was asked is not answered', async () => {
  const socket = await open();
  const failed = new Promise((resolve) => socket.once('error', resolve));
  socket.write('anybody there?');
  expect(String(await failed)).toContain('silent for 0.2 s');
  expect(socket.destroyed).toBe(true);
});

it('stays as long as it is answered, and when nothing is asked', async () => {
  const socket = await open();
  for (let asked = 0; asked < 3; asked += 1) {
    socket.write('hello');
    await once(socket, 'data');
  }
  await new Promise((resolve) => setTimeout(resolve, 2 * limitMs));
  expect(socket.destroyed).toBe(false);
});
