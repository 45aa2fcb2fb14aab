import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

/** The slowest answer is that to joining a group, which waits 15 s for the other members. */
const silenceLimitMs = 25_000;
const keepAliveMs = 60_000;

/**
 * Connections that are cut when a broker has not answered for 25 s: kafkajs tells its caller that a request timed
 * out, but goes on with the connection, also when it leads nowhere any more and nobody has closed it.
 */
export const answeringSocket =
  (limitMs = silenceLimitMs): ISocketFactory =>
  ({ host, port, ssl, onConnect }) => {
    const socket = ssl
      ? connectTls({ host, port, servername: host, ...ssl }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, keepAliveMs);
    cutWhenSilent(socket, limitMs);
    return socket;
  };

function cutWhenSilent(socket: Socket, limitMs: number): void {
  let timer: NodeJS.Timeout | undefined;
  const cut = (): void => {
    socket.destroy(new Error(`silent for ${limitMs / 1_000} s`));
  };
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  // Every request is answered: kafkajs writes nothing else.
  socket.write = ((...args: unknown[]) => {
    timer ??= setTimeout(cut, limitMs);
    return write(...args);
  }) as Socket['write'];
  const answered = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  socket.on('data', answered).once('close', answered);
}
