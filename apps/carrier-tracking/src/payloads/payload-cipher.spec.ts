import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openBody, sealBody } from './payload-cipher.ts';

const newKey = () => createSecretKey(randomBytes(32));
const key = newKey();
const small = Buffer.from('{"number":"LZ1CN"}');

describe('a sealed body', () => {
  it.each([
    ['small', small],
    ['empty', Buffer.alloc(0)],
    ['large', Buffer.from('{"a":1}'.repeat(10_000))],
    ['large and random', randomBytes(10_000)],
  ])('gives the bytes back: %s', (_, body) => {
    expect(openBody(key, sealBody(key, body, 'p1'), 'p1')).toEqual(body);
  });

  it('is compressed where that helps', () => {
    expect(sealBody(key, Buffer.from('{"a":1}'.repeat(10_000)), 'p1').ciphertext.length).toBeLessThan(2_000);
  });

  it('cannot be opened with another key, as another payload, or after a change', () => {
    const sealed = sealBody(key, small, 'p1');
    const changed = Buffer.from(sealed.ciphertext, 'base64');
    changed[3] = (changed[3] ?? 0) ^ 1;
    expect(() => openBody(newKey(), sealed, 'p1')).toThrow();
    expect(() => openBody(key, sealed, 'p2')).toThrow();
    expect(() => openBody(key, { ...sealed, ciphertext: changed.toString('base64') }, 'p1')).toThrow();
    expect(() => openBody(key, { ...sealed, ciphertext: '' }, 'p1')).toThrow();
  });

  it('has a nonce of its own every time', () => {
    const nonces = Array.from({ length: 2_000 }, () => sealBody(key, small, 'p1').nonce);
    expect(new Set(nonces).size).toBe(2_000);
    expect(nonces.every((nonce) => Buffer.from(nonce, 'base64').length === 12)).toBe(true);
  });

  it('does not show what is in it', () => {
    expect(Buffer.from(sealBody(key, small, 'p1').ciphertext, 'base64').includes('LZ1CN')).toBe(false);
  });
});
