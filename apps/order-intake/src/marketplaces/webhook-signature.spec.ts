import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSigned } from './webhook-signature.ts';

const body = Buffer.from('{"id": 1,  "title": "Müller"}');
const base64 = { header: 'x-signature', hmac: 'sha256', encoding: 'base64' } as const;
const signed = (secret: string, bytes: Buffer = body, encoding: 'base64' | 'hex' = 'base64') =>
  createHmac('sha256', secret).update(bytes).digest(encoding);

describe('a signature over the raw body', () => {
  it('holds under any of the secrets', () => {
    expect(isSigned(body, signed('one'), ['one'], base64)).toBe(true);
    expect(isSigned(body, signed('old'), ['new', 'old'], base64)).toBe(true);
    expect(isSigned(body, signed('one', body, 'hex'), ['one'], { ...base64, encoding: 'hex' })).toBe(true);
  });

  it('is the one that openssl makes', () => {
    // printf 'hello' | openssl dgst -sha256 -hmac key -binary | base64
    expect(
      isSigned(Buffer.from('hello'), 'kwezuRXvtRcf8U2MtV+8x5jGwO8UVtZt7RpqpyOli3s=', ['key'], base64),
    ).toBe(true);
  });

  it.each<[string, string | string[] | undefined, string[]]>([
    ['of another secret', signed('other'), ['one']],
    ['of another body', signed('one', Buffer.from('{}')), ['one']],
    ['that is absent', undefined, ['one']],
    ['that is empty', '', ['one']],
    ['that came twice', [signed('one'), signed('one')], ['one']],
    ['with something behind it', `${signed('one')} `, ['one']],
    ['in another encoding', signed('one', body, 'hex'), ['one']],
    ['without its padding', signed('one').replace('=', ''), ['one']],
    ['while there is no secret', signed(''), []],
  ])('does not hold %s', (_what, given, secrets) => {
    expect(isSigned(body, given, secrets, base64)).toBe(false);
  });
});
