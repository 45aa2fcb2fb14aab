import { Agent, request } from 'node:http';
import type { HttpRequest } from './request-of.ts';

/** How a request lies about its body; `chunked` only does not say how long it is. */
export type Lie = 'nothing' | 'chunked' | 'gzip' | 'longer' | 'shorter';

export interface HttpAnswer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly body: unknown;
}

const answerLimitMs = 90_000;

/** Sends bodies over connections that stay open. */
export class Sender {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });

  constructor(url: string) {
    this.#url = url;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Resolves to what was answered; whoever says that more is to come hangs up. */
  send({ path, headers }: HttpRequest, body: Buffer, lie: Lie = 'nothing'): Promise<HttpAnswer> {
    const length = { longer: body.length + 10, shorter: Math.floor(body.length / 2) };
    const lying = lie === 'longer' || lie === 'shorter';
    return new Promise((resolve) => {
      const end = (status: number, text = ''): void => resolve({ status, body: parsed(text) });
      const sending = request(
        `${this.#url}${path}`,
        {
          method: 'POST',
          agent: lying ? false : this.#agent,
          signal: AbortSignal.timeout(answerLimitMs),
          headers: {
            ...headers,
            ...(lie === 'chunked'
              ? { 'transfer-encoding': 'chunked' }
              : { 'content-length': lying ? length[lie] : body.length }),
            ...(lie === 'gzip' && { 'content-encoding': 'gzip' }),
          },
        },
        (response) => {
          let text = '';
          response
            .setEncoding('utf8')
            .on('data', (part: string) => (text += part))
            .on('error', () => end(0))
            .on('end', () => end(response.statusCode ?? 0, text));
        },
      );
      sending.on('error', () => end(0));
      if (lie === 'longer') sending.write(body, () => sending.destroy());
      else sending.end(body);
    });
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
