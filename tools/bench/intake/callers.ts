import { connect, type Socket } from 'node:net';

/** Servers close connections on which nothing came for 5 s: those that have waited so long are not used again, in ms. */
const freshFor = 2_000;

/**
 * A keep-alive connection that posts one request after another. It shares the machine with what is measured, so it
 * knows no more of HTTP/1.1 than it needs: whole answers with a Content-Length.
 */
class Connection {
  readonly #socket: Socket;
  #text = '';
  #answeredAt = 0;
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (part) => this.#read(String(part)));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('The server closed the connection')));
  }

  get isFresh(): boolean {
    return performance.now() - this.#answeredAt < freshFor;
  }

  request(bytes: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(bytes);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #read(part: string): void {
    this.#text += part;
    const end = this.#text.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = this.#text.slice(0, end);
    const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
    if (length === undefined) return this.#fail(new Error(`An answer without a Content-Length:\n${head}`));
    if (this.#text.length < end + 4 + Number(length)) return;
    const body = this.#text.slice(end + 4, end + 4 + Number(length));
    this.#text = '';
    this.#answeredAt = performance.now();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Where requests go: bodies are ASCII. */
export interface Endpoint {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Any number of connections to one endpoint, opened as they are needed. */
export class Callers {
  readonly #endpoint: Endpoint;
  readonly #head: string;
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    const headers = { host: 'localhost', 'content-type': 'application/json', ...endpoint.headers };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#head = `POST ${endpoint.path} HTTP/1.1\r\n${lines.join('')}`;
  }

  /** Posts a body; rejects unless it is answered 202. Resolves to the answer's body. */
  async post(body: string): Promise<string> {
    const connection = this.#idleOne() ?? this.#newOne();
    const answer = await connection.request(`${this.#head}content-length: ${body.length}\r\n\r\n${body}`);
    if (answer.status !== 202)
      throw new Error(`${this.#endpoint.path} was answered ${answer.status}: ${answer.body.slice(0, 300)}`);
    this.#idle.push(connection);
    return answer.body;
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  #idleOne(): Connection | undefined {
    const connection = this.#idle.pop();
    if (!connection || connection.isFresh) return connection;
    // What lies below has waited even longer.
    for (const stale of [connection, ...this.#idle.splice(0)]) {
      stale.close();
      this.#all.delete(stale);
    }
    return undefined;
  }

  #newOne(): Connection {
    const connection = new Connection(this.#endpoint.port);
    this.#all.add(connection);
    return connection;
  }
}

export interface LoopFigures {
  /** Requests answered. */
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds that each answer took, in the order of the answers. */
  readonly answeredAfter: readonly number[];
}

/** So many callers post at once, each again as soon as it is answered, for so long or until there is no next body. */
export async function closedLoop(
  callers: Callers,
  { atOnce, millis }: { atOnce: number; millis: number },
  next: () => string | undefined,
  signal: AbortSignal,
): Promise<LoopFigures> {
  const answeredAfter: number[] = [];
  const began = performance.now();
  const loop = async (): Promise<void> => {
    for (;;) {
      const sentAt = performance.now();
      if (sentAt - began >= millis) return;
      signal.throwIfAborted();
      const body = next();
      if (body === undefined) return;
      await callers.post(body);
      answeredAfter.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  return { requests: answeredAfter.length, seconds: (performance.now() - began) / 1_000, answeredAfter };
}
