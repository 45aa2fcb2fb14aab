import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SignJWT } from 'jose';
import { InternalTokens } from './internal-tokens.ts';

const secret = 'a secret that is shared by all services';
const caller = { merchantId: '018f3c2e-7b1a-7c3d-8e4f-0123456789ab', scopes: ['orders:write'], keyId: 'k1' };
const tokens = new InternalTokens(secret);

beforeEach(() => void jest.useFakeTimers({ now: new Date('2026-11-22T00:00:00Z'), doNotFake: ['nextTick'] }));
afterEach(() => void jest.useRealTimers());

describe('internal tokens', () => {
  it('say who the caller is', async () => {
    const other = new InternalTokens(secret);
    expect(await other.verify(await tokens.sign(caller))).toEqual(caller);
    expect(await other.verify(await tokens.signService('notifications'))).toEqual({
      merchantId: null,
      service: 'notifications',
    });
  });

  it('hold for a minute, also when they were verified before', async () => {
    const verifier = new InternalTokens(secret);
    const token = await tokens.sign(caller);
    jest.advanceTimersByTime(59_000);
    expect(await verifier.verify(token)).toEqual(caller);
    jest.advanceTimersByTime(7_000);
    expect(await verifier.verify(token)).toBeUndefined();
    expect(await new InternalTokens(secret).verify(token)).toBeUndefined();
  });

  it('are given out again while they have half of their life left', async () => {
    const first = await tokens.sign(caller);
    jest.advanceTimersByTime(29_000);
    expect(await tokens.sign(caller)).toBe(first);
    expect(await tokens.sign({ ...caller, scopes: [] })).not.toBe(first);
    jest.advanceTimersByTime(2_000);
    expect(await tokens.sign(caller)).not.toBe(first);
  });

  it('are refused when forged, foreign, unsigned or without an end', async () => {
    const foreign = await new InternalTokens('another secret, just as long as ours').sign(caller);
    const key = new TextEncoder().encode(secret);
    const endless = await new SignJWT(caller)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('landfall')
      .setAudience('landfall-services')
      .sign(key);
    const elsewhere = await new SignJWT(caller)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('landfall')
      .setAudience('elsewhere')
      .setExpirationTime('1m')
      .sign(key);
    const [, payload] = (await tokens.sign(caller)).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;

    for (const token of [foreign, endless, elsewhere, unsigned, 'x', '']) {
      expect(await tokens.verify(token)).toBeUndefined();
    }
  });
});
