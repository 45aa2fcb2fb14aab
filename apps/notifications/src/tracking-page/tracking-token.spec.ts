import { describe, expect, it } from '@jest/globals';
import { parcelOfToken, trackingToken } from './tracking-token.ts';

const secret = 'a secret of thirty-two characters';
const parcelId = '01936f2e-8c1a-7b3d-9e4f-0123456789ab';
const token = trackingToken(secret, parcelId);

describe('the token of a tracking page', () => {
  it('is 43 characters that lead back to the parcel', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(parcelOfToken(secret, token)).toBe(parcelId);
  });

  it('holds for its secret only', () => {
    expect(parcelOfToken('another secret of the same length', token)).toBeUndefined();
  });

  it('breaks when any character of it changes', () => {
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A';
      const forged = token.slice(0, index) + other + token.slice(index + 1);
      expect(parcelOfToken(secret, forged)).toBeUndefined();
    }
  });

  it('has one spelling: bits that do not count must be zero', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet[alphabet.indexOf(token.at(-1) ?? '') + 1] ?? '';
    expect(Buffer.from(token.slice(0, -1) + last, 'base64url')).toEqual(Buffer.from(token, 'base64url'));
    expect(parcelOfToken(secret, token.slice(0, -1) + last)).toBeUndefined();
  });

  it.each(['', 'x', `${token}A`, token.slice(1), '../../etc/passwd', '\0'.repeat(43), '='.repeat(43)])(
    'is not %j',
    (text) => expect(parcelOfToken(secret, text)).toBeUndefined(),
  );
});
