import { beforeEach, describe, expect, it } from '@jest/globals';
import { SurroundingsError } from '@landfall/persistence';
import type { InternalClient } from '@landfall/service-kit';
import { ApiKeys } from './api-keys.ts';

const caller = { merchantId: 'm-1', keyId: 'k-1', scopes: ['orders:read'] };
let now = 0;
let asked: unknown[] = [];
let answer: (key: string) => Promise<{ status: number; body: unknown }>;

const services = {
  call: (request: { body?: unknown }) => {
    asked.push(request);
    return answer((request.body as { key: string }).key);
  },
} as unknown as InternalClient;
const apiKeys = () => new ApiKeys(services, () => now);

beforeEach(() => {
  now = 0;
  asked = [];
  answer = async (key) =>
    key === 'good' ? { status: 200, body: { ...caller, more: 1 } } : { status: 404, body: {} };
});

describe('API keys', () => {
  it('are verified by order-intake', async () => {
    expect(await apiKeys().callerOf('good')).toEqual(caller);
    expect(asked).toEqual([
      { to: 'order-intake', method: 'POST', path: '/internal/api-keys/verify', body: { key: 'good' } },
    ]);
  });

  it.each(['good', 'bad'])('are asked for once in 10 s: %s', async (key) => {
    const keys = apiKeys();
    const first = await keys.callerOf(key);
    now = 9_999;
    expect(await keys.callerOf(key)).toEqual(first);
    expect(asked).toHaveLength(1);
    now = 10_000;
    expect(await keys.callerOf(key)).toEqual(first);
    expect(asked).toHaveLength(2);
  });

  it('are asked for once by many at the same time', async () => {
    const keys = apiKeys();
    await Promise.all([keys.callerOf('good'), keys.callerOf('good'), keys.callerOf('good')]);
    expect(asked).toHaveLength(1);
  });

  it('stay known while others guess', async () => {
    const keys = apiKeys();
    await keys.callerOf('good');
    for (let guess = 0; guess < 10_001; guess += 1) await keys.callerOf(`guess-${guess}`);
    asked = [];
    await keys.callerOf('good');
    await keys.callerOf('guess-10000');
    expect(asked).toHaveLength(0);
    await keys.callerOf('guess-0');
    expect(asked).toHaveLength(1);
  });

  it('answer 503 while order-intake is away, and are asked for again then', async () => {
    const keys = apiKeys();
    answer = async () => Promise.reject(new SurroundingsError('refused'));
    await expect(keys.callerOf('good')).rejects.toMatchObject({
      status: 503,
      code: 'service_unavailable',
      headers: { 'Retry-After': '1' },
    });
    answer = async () => ({ status: 200, body: caller });
    expect(await keys.callerOf('good')).toEqual(caller);
  });

  it('are not asked for where they are too long to be ours', async () => {
    expect(await apiKeys().callerOf('x'.repeat(257))).toBeUndefined();
    expect(asked).toHaveLength(0);
  });
});
