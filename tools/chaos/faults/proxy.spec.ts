import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FaultyProxy } from './proxy.ts';

let echo: Server;
let proxy: FaultyProxy;
const sockets: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => void socket.on('error', () => undefined).pipe(socket));
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  proxy = await FaultyProxy.open((echo.address() as AddressInfo).port);
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
  echo.close();
});

const client = async (): Promise<Socket> => {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
};
const answer = async (socket: Socket, question: string): Promise<string> => {
  socket.write(question);
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString();
};

describe('the proxy', () => {
  it('passes bytes on, both ways', async () => {
    const socket = await client();
    expect(await answer(socket, 'one')).toBe('one');
    expect(await answer(socket, 'two')).toBe('two');
  });

  it('lets them come later, in their order, also when the line gets faster', async () => {
    const socket = await client();
    proxy.latencyMs = 50;
    const began = performance.now();
    socket.write('slow ');
    await new Promise((resolve) => setTimeout(resolve, 20));
    proxy.latencyMs = 0;
    socket.write('fast');
    let heard = '';
    while (heard.length < 9) heard += ((await once(socket, 'data')) as [Buffer])[0].toString();
    expect(heard).toBe('slow fast');
    expect(performance.now() - began).toBeGreaterThanOrEqual(45);
  });

  it('cuts connections with a reset, and takes new ones', async () => {
    const socket = await client();
    await answer(socket, 'one');
    const failed = once(socket, 'error') as Promise<never>;
    expect(proxy.reset()).toBe(1);
    expect(await failed).toMatchObject([{ code: 'ECONNRESET' }]);
    expect(await answer(await client(), 'two')).toBe('two');
  });

  it('goes dead without telling, and only new connections recover', async () => {
    const before = await client();
    await answer(before, 'one');
    proxy.die();
    const during = await client();
    const heard: string[] = [];
    for (const socket of [before, during])
      for (const event of ['data', 'end', 'close', 'error']) socket.on(event, () => void heard.push(event));
    before.write('two');
    during.write('three');
    proxy.recover();
    before.write('four');
    expect(await answer(await client(), 'five')).toBe('five');
    expect(heard).toEqual([]);
  });
});
