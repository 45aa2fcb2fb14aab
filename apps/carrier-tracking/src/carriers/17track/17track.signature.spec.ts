import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSignedBy17track } from './17track.signature.ts';

const body = Buffer.from('{"event":"TRACKING_UPDATED","data":{"number":"LZ1CN"}}');
const signOf = (key: string, of = body) =>
  createHash('sha256').update(`${of.toString()}/${key}`).digest('hex');

describe("17TRACK's signature", () => {
  it('is accepted with any key of a rotation, in either case', () => {
    expect(isSignedBy17track(body, signOf('old'), ['new', 'old'])).toBe(true);
    expect(isSignedBy17track(body, signOf('new').toUpperCase(), ['new', 'old'])).toBe(true);
  });

  it('is the published kind of hash', () => {
    expect(
      isSignedBy17track(Buffer.from('abc'), createHash('sha256').update('abc/secret').digest('hex'), [
        'secret',
      ]),
    ).toBe(true);
  });

  it.each([
    ['of another key', signOf('other'), ['new', 'old']],
    ['of other bytes', signOf('new', Buffer.from(`${body.toString()} `)), ['new']],
    ['that is none', 'zz', ['new']],
    ['that is missing', undefined, ['new']],
    ['given twice', [signOf('new'), signOf('new')], ['new']],
    ['without any key here', signOf(''), []],
  ])('is refused: one %s', (_, sign, keys) => {
    expect(isSignedBy17track(body, sign, keys)).toBe(false);
  });
});
