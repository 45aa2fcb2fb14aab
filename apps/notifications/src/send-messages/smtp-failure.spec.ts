import { describe, expect, it } from '@jest/globals';
import { backOffSeconds, maxAttempts, smtpFailure } from './smtp-failure.ts';

const failing = (code: string, responseCode?: number) =>
  Object.assign(new Error('550 <anna@example.org> has moved'), {
    code,
    ...(responseCode && { responseCode }),
  });

describe('a refused mail', () => {
  it.each([
    ['an unknown recipient', failing('EENVELOPE', 550), true, 'smtp_550'],
    ['refused content', failing('EMESSAGE', 554), true, 'smtp_554'],
    ['an address that cannot be one', failing('EENVELOPE'), true, 'smtp_eenvelope'],
    ['greylisting', failing('EENVELOPE', 451), false, 'smtp_451'],
    ['a full disk', failing('EMESSAGE', 452), false, 'smtp_452'],
    ['a wrong password', failing('EAUTH', 535), false, 'smtp_535'],
    ['a server that is away', failing('ESOCKET'), false, 'smtp_esocket'],
    ['a timed out connection', failing('ETIMEDOUT'), false, 'smtp_etimedout'],
    ['anything else', new Error('anna@example.org'), false, 'smtp_error'],
  ])('by %s', (_, error, permanent, reason) => {
    expect(smtpFailure(error)).toEqual({ permanent, reason });
  });

  it('is tried again for about two hours', () => {
    const waits = Array.from({ length: maxAttempts - 1 }, (_, index) => backOffSeconds(index + 1));
    expect(waits).toEqual([10, 30, 90, 270, 810, 2_430, 3_600]);
  });
});
