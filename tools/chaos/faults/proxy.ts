import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** One connection through the proxy; `server` is missing where it was taken while the line was dead. */
interface Line {
  readonly client: Socket;
  readonly server: Socket | undefined;
  /** Takes bytes, passes none on, and hides from each side that the other one has gone. */
  dead: boolean;
}

/**
 * A TCP proxy on the loopback address whose line can be made late, cut, or dead without anybody being told.
 *
 * Written here because of what npm has: `toxiproxy-node-client` is alive, but only steers a server that is a Go program
 * which no registry of ours ships; `node-tcp-proxy` 0.0.28 and `tcp-proxy.js` 1.5.0 forward bytes and know no faults.
 */
export class FaultyProxy {
  /** How much later bytes come through, each way, in ms. */
  latencyMs = 0;
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #dead = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** A proxy to a server of this machine. */
  static async open(targetPort: number): Promise<FaultyProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new FaultyProxy(server);
    server.on('connection', (client) => proxy.#join(client, targetPort));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
    await promise;
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts all connections of this moment with a TCP reset on both sides; returns how many there were. */
  reset(): number {
    const lines = [...this.#lines];
    for (const { client, server } of lines) {
      client.resetAndDestroy();
      server?.resetAndDestroy();
    }
    return lines.length;
  }

  /** From now on every connection, those of this moment and new ones, takes bytes and answers nothing. */
  die(): void {
    this.#dead = true;
    for (const line of this.#lines) line.dead = true;
  }

  /** New connections work again; dead ones stay dead until the client gives them up. */
  recover(): void {
    this.#dead = false;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const { client, server } of this.#lines) {
      client.destroy();
      server?.destroy();
    }
    await closed;
  }

  #join(client: Socket, targetPort: number): void {
    const server = this.#dead
      ? undefined
      : connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const line: Line = { client, server, dead: this.#dead };
    this.#lines.add(line);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      if (!from) continue;
      const later = new InOrder();
      const pass = (deliver: (to: Socket) => void): void =>
        later.run(this.latencyMs, () => {
          if (to && !line.dead && !to.destroyed) deliver(to);
        });
      from.setNoDelay(true);
      from.on('data', (bytes: Buffer) => pass((to) => to.write(bytes)));
      from.once('end', () => pass((to) => to.end()));
      // Told by 'close', which follows.
      from.on('error', () => undefined);
      from.once('close', (hadError) => pass((to) => (hadError ? to.resetAndDestroy() : to.destroySoon())));
    }
    client.once('close', () => {
      // A peer behind a dead line is told nothing: what it keeps open for the client stays open.
      if (!line.dead || !server) this.#lines.delete(line);
    });
  }
}

/** Runs what it is given later, each after the one before it, also when the delay has become shorter meanwhile. */
class InOrder {
  readonly #waiting: { readonly at: number; readonly work: () => void }[] = [];

  run(delayMs: number, work: () => void): void {
    if (delayMs === 0 && this.#waiting.length === 0) return work();
    this.#waiting.push({ at: performance.now() + delayMs, work });
    if (this.#waiting.length === 1) this.#wait();
  }

  #wait(): void {
    const [next] = this.#waiting;
    if (!next) return;
    setTimeout(
      () => {
        this.#waiting.shift();
        next.work();
        this.#wait();
      },
      Math.max(0, next.at - performance.now()),
    );
  }
}
