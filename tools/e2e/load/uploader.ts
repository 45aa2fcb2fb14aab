import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { InternalTokens } from '@landfall/service-kit';

export interface UploadOptions {
  /** Tracking numbers in one upload, and scans of each. */
  readonly numbers: number;
  readonly scansEach: number;
  /** With a key the answer is kept, which takes a transaction. */
  readonly withKey?: boolean;
}

/** Status of an upload that nobody answered. */
export const unanswered = 0;

const merchantId = '018f3c2e-7b1a-7c3d-8e4f-0123456789ab';
/** A sender that was told to come later does, though sooner than it was asked to. */
const pauseMs = 50;

/** Uploads scans, each upload of numbers of its own, and keeps books of what has been acknowledged. */
export class Uploader {
  /** Numbers that a 202 was given for, with how many scans each. */
  readonly acknowledged = new Map<string, number>();
  /** How often each status was answered. */
  readonly answers = new Map<number, number>();
  /** Refusals that were not as they should be. */
  readonly rude: string[] = [];
  private readonly run = randomBytes(3).toString('hex').toUpperCase();
  private sent = 0;

  private readonly url: string;
  private readonly tokens: InternalTokens;

  constructor(url: string, tokens: InternalTokens) {
    this.url = url;
    this.tokens = tokens;
  }

  async upload({ numbers, scansEach, withKey = false }: UploadOptions): Promise<number> {
    this.sent += 1;
    const upload = this.sent;
    const own = Array.from({ length: numbers }, (_, index) => `T${this.run}${upload}N${index}`);
    const status = await this.post(own, scansEach, withKey ? `${this.run}-${upload}` : undefined);
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    if (status === 202) for (const number of own) this.acknowledged.set(number, scansEach);
    return status;
  }

  /** So many uploads at a time, again and again until the signal. Resolves when the last has been answered. */
  async hammer(parallel: number, options: UploadOptions, signal: AbortSignal): Promise<void> {
    const sendOn = async (): Promise<void> => {
      while (!signal.aborted) if ((await this.upload(options)) !== 202) await delay(pauseMs);
    };
    await Promise.all(Array.from({ length: parallel }, sendOn));
  }

  private async post(numbers: readonly string[], scansEach: number, key?: string): Promise<number> {
    const token = await this.tokens.sign({ merchantId, scopes: ['tracking:write'], keyId: merchantId });
    try {
      const answer = await fetch(`${this.url}/v1/tracking-events/batch`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        body: JSON.stringify(numbers.flatMap((number) => scansOf(number, scansEach))),
      });
      const body = await answer.text();
      if (answer.status >= 400) this.checkManners(answer, body);
      return answer.status;
    } catch {
      return unanswered;
    }
  }

  private checkManners({ status, headers }: Response, body: string): void {
    const { code } = JSON.parse(body) as { code?: string };
    const polite =
      (status === 429 || status === 503) &&
      Number(headers.get('retry-after')) > 0 &&
      headers.get('content-type') === 'application/problem+json' &&
      ['too_many_requests', 'overloaded', 'unavailable', 'shutting_down'].includes(code ?? '');
    if (!polite) this.rude.push(`${status} ${code} retry-after ${headers.get('retry-after')}`);
  }
}

const scansOf = (trackingNumber: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    trackingNumber,
    carrier: 'china-post',
    milestone: 'in_transit',
    occurredAt: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
    place: { country: 'CN', city: 'Shenzhen', facility: 'Shenzhen International Mail Processing Centre' },
    rawDescription: 'Item processed at the international mail processing centre',
  }));
