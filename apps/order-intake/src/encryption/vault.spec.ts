import { describe, expect, it } from '@jest/globals';
import { masterKey } from '../order-intake.settings.ts';
import { newKey, open, seal } from './envelope.ts';
import { Vault, type Person } from './vault.ts';

const person: Person = { name: 'Zoë Müller', email: 'zoe@example.com', lines: ['Hauptstraße 1'] };
const vault = new Vault(newKey().toString('base64'));
const merchantKey = vault.merchantKey('m1', vault.newMerchantKey('m1'));

describe('an envelope', () => {
  const key = newKey();
  const envelope = seal(key, Buffer.from('secret'), 'context');

  it('opens with its key and context, and hides its text', () => {
    expect(open(key, envelope, 'context').toString()).toBe('secret');
    expect(envelope.includes('secret')).toBe(false);
    expect(seal(key, Buffer.from('secret'), 'context').equals(envelope)).toBe(false);
  });

  it.each([
    ['another key', () => open(newKey(), envelope, 'context')],
    ['another context', () => open(key, envelope, 'other')],
    ['a missing end', () => open(key, envelope.subarray(0, -1), 'context')],
    ['nearly nothing', () => open(key, Buffer.alloc(5), 'context')],
    [
      'a changed byte',
      () => open(key, Buffer.from(envelope.map((byte, at) => (at === 14 ? byte ^ 1 : byte))), 'context'),
    ],
  ])('stays shut for %s', (_why, attempt) => expect(attempt).toThrow());
});

describe('the vault', () => {
  it('gives a person back to its merchant', () => {
    const sealed = vault.sealPerson(merchantKey, 'b1', person);
    expect(vault.openPerson(merchantKey, 'b1', sealed)).toEqual(person);
    expect(sealed.ciphertext.includes('example.com')).toBe(false);
  });

  it('has a key of its own for each buyer', () => {
    const one = vault.sealPerson(merchantKey, 'b1', person);
    const two = vault.sealPerson(merchantKey, 'b1', person);
    expect(() =>
      vault.openPerson(merchantKey, 'b1', { wrappedKey: one.wrappedKey, ciphertext: two.ciphertext }),
    ).toThrow();
  });

  it('gives nothing to other merchants, for other buyers or under another master key', () => {
    const sealed = vault.sealPerson(merchantKey, 'b1', person);
    const other = vault.merchantKey('m2', vault.newMerchantKey('m2'));
    expect(() => vault.openPerson(other, 'b1', sealed)).toThrow();
    expect(() => vault.openPerson(merchantKey, 'b2', sealed)).toThrow();
    expect(() => vault.merchantKey('m2', vault.newMerchantKey('m1'))).toThrow();
    expect(() =>
      new Vault(newKey().toString('base64')).merchantKey('m1', vault.newMerchantKey('m1')),
    ).toThrow();
  });
});

describe('the setting of the master key', () => {
  it('takes 32 bytes in base64 only', () => {
    const key = newKey().toString('base64');
    expect(masterKey.parse(key)).toBe(key);
    for (const wrong of ['', 'short', newKey().subarray(1).toString('base64'), newKey().toString('hex')])
      expect(() => masterKey.parse(wrong)).toThrow('32 bytes');
    expect(masterKey.parse(String(masterKey.fallback?.value))).toBe(masterKey.fallback?.value);
    expect(masterKey.secret).toBe(true);
  });
});
