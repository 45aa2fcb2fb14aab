import { createHash } from 'node:crypto';

/** An answer of the system: below 500. */
export interface Answer<Body> {
  status: number;
  body: Body;
}

/** How long one request is sent again, in ms: longer than a drain may take (120 s) and a restart after it. */
const patienceMs = 180_000;
const pauseMs = 500;

/** The public edges of a running system, as any outside program uses them: what is refused for load or an outage is sent again. */
export class LandfallClient {
  readonly #url: string;
  readonly #apiKey: string;
  readonly #senderKey: string;
  /** Requests that had to be sent again, by what was answered instead. */
  readonly retried: Record<string, number> = {};

  constructor(url: string, apiKey: string, senderKey: string) {
    this.#url = url;
    this.#apiKey = apiKey;
    this.#senderKey = senderKey;
  }

  /** Safe to repeat: the same path and body carry the same Idempotency-Key. */
  post<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    const text = JSON.stringify(body);
    const key = createHash('sha256').update(`${path} ${text}`).digest('hex');
    return this.#send<Body>('POST', path, text, { 'idempotency-key': key });
  }

  get<Body>(path: string): Promise<Answer<Body>> {
    return this.#send<Body>('GET', path);
  }

  /** Every item of a list. */
  async *all<Item>(path: string): AsyncGenerator<Item> {
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Answer<{ data: Item[]; nextCursor: string | null }> = await this.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${cursor}` : ''}`,
      );
      if (page.status !== 200)
        throw new Error(`GET ${path} answered ${page.status}: ${JSON.stringify(page.body)}`);
      yield* page.body.data;
      cursor = page.body.nextCursor;
    }
  }

  /** A push as 17TRACK signs it: hex SHA-256 of body, slash and key. */
  async push17Track(payload: unknown): Promise<void> {
    const text = JSON.stringify(payload);
    const sign = createHash('sha256').update(`${text}/${this.#senderKey}`).digest('hex');
    const answer = await this.#send('POST', '/v1/carriers/17track/webhooks', text, { sign });
    if (answer.status !== 202)
      throw new Error(`17TRACK push answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  /** Puts the clock forward and returns when everything up to then has been processed. */
  async putClock(now: string): Promise<void> {
    const answer = await this.#send('PUT', '/v1/clock', JSON.stringify({ now }));
    if (answer.status !== 200)
      throw new Error(`PUT /v1/clock ${now} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  #countRetry(why: string): void {
    this.retried[why] = (this.retried[why] ?? 0) + 1;
  }

  async #send<Body>(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    let last: unknown;
    for (const began = performance.now(); performance.now() - began < patienceMs; await pause()) {
      try {
        const response = await fetch(this.#url + path, {
          method,
          headers: {
            authorization: `Bearer ${this.#apiKey}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body }),
          signal: AbortSignal.timeout(150_000),
        });
        const text = await response.text();
        const answer = { status: response.status, body: (text ? JSON.parse(text) : null) as Body };
        const code = (answer.body as { code?: string } | null)?.code;
        if (response.status < 500 && response.status !== 429 && code !== 'idempotency_key_in_progress')
          return answer;
        last = `${response.status} ${text.slice(0, 500)}`;
        this.#countRetry(`${response.status} ${code ?? ''}`.trim());
      } catch (error) {
        last = error;
        this.#countRetry(error instanceof Error ? error.name : 'error');
      }
    }
    throw new Error(`${method} ${path} failed for ${patienceMs / 1000} s`, { cause: last });
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));
