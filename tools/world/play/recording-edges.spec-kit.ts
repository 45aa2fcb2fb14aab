import type { Answer } from '../../replay/landfall-client.ts';
import type { Edges } from './edges.ts';

/** One request that reached the edges; `clock` is what it had last been put to. */
export interface Request {
  readonly clock: string;
  readonly path: string;
  readonly body: unknown;
}

type Answers = (path: string) => { status: number; body: unknown } | undefined;
type Lists = (path: string, clock: string) => readonly unknown[];

/** Edges that keep what they are sent, and answer every creation with an id of its own. */
export class RecordingEdges implements Edges {
  readonly requests: Request[] = [];
  readonly clocks: string[] = [];
  readonly #answers: Answers;
  readonly #lists: Lists;
  #ids = 0;

  constructor(answers: Answers = () => undefined, lists: Lists = () => []) {
    this.#answers = answers;
    this.#lists = lists;
  }

  sentTo(path: string | RegExp): Request[] {
    return this.requests.filter((one) =>
      typeof path === 'string' ? one.path === path : path.test(one.path),
    );
  }

  async post<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    this.#keep(path, body);
    return (this.#answers(path) ?? this.#created(path, body)) as Answer<Body>;
  }

  async get<Body>(path: string): Promise<Answer<Body>> {
    this.#keep(path, null);
    return (this.#answers(path) ?? { status: 404, body: null }) as Answer<Body>;
  }

  async *all<Item>(path: string): AsyncGenerator<Item> {
    this.#keep(path, null);
    yield* this.#lists(path, this.#now()) as readonly Item[];
  }

  async push17Track(payload: unknown): Promise<void> {
    this.#keep('/v1/carriers/17track/webhooks', payload);
  }

  async putClock(now: string): Promise<void> {
    this.clocks.push(now);
  }

  #now(): string {
    return this.clocks.at(-1) ?? '';
  }

  #keep(path: string, body: unknown): void {
    this.requests.push({ clock: this.#now(), path, body });
  }

  #created(path: string, body: unknown): { status: number; body: unknown } {
    const id = (): string => `id-${(this.#ids += 1)}`;
    if (path === '/v1/orders/batch') {
      const { orders } = body as { orders: unknown[] };
      return { status: 207, body: { items: orders.map((_, index) => ({ index, status: 201, id: id() })) } };
    }
    if (path === '/v1/tracking-events/batch') return { status: 202, body: {} };
    if (path.endsWith('/cancel')) return { status: 200, body: {} };
    return { status: 201, body: { id: id() } };
  }
}
