import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSigned } from './signature.ts';
import { signedSenders, type SignedSender } from './signed-senders.ts';

/** Made here from each sender's own documentation, not from the table. */
const signatures: Record<string, (body: Buffer, key: string) => string> = {
  '17track': (body, key) =>
    createHash('sha256')
      .update(Buffer.concat([body, Buffer.from(`/${key}`)]))
      .digest('hex'),
  aftership: (body, key) => createHmac('sha256', key).update(body).digest('base64'),
  easypost: (body, key) =>
    `hmac-sha256-hex=${createHmac('sha256', Buffer.from(key.normalize('NFKD')))
      .update(body)
      .digest('hex')}`,
};

const named = (name: string): SignedSender => {
  const found = signedSenders.find(({ sender }) => sender === name);
  if (!found) throw new Error(`${name} is no signed sender`);
  return found;
};
const sign = (name: string, body: Buffer, key: string): string => signatures[name]?.(body, key) ?? '';

const body = Buffer.from('{"event":"x","data":{"number":"LZ1CN","city":"Zürich"}}');
const changed = Buffer.from(body);
changed[9] = (changed[9] ?? 0) ^ 1;
const keys = ['new', 'old'];

describe.each(Object.keys(signatures))("%s's signature", (name) => {
  const manner = named(name);

  it('is accepted with any key of a rotation', () => {
    for (const key of keys) expect(isSigned(manner, body, sign(name, body, key), keys)).toBe(true);
  });

  it('is over the bytes, whatever they are', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x80]);
    expect(isSigned(manner, bytes, sign(name, bytes, 'new'), keys)).toBe(true);
    expect(isSigned(manner, Buffer.alloc(0), sign(name, Buffer.alloc(0), 'new'), keys)).toBe(true);
  });

  it.each<[string, string | string[] | undefined, string[]]>([
    ['of another key', sign(name, body, 'other'), keys],
    ['of the same body with one bit changed', sign(name, changed, 'new'), keys],
    ['of the body and a blank', sign(name, Buffer.concat([body, Buffer.from(' ')]), 'new'), keys],
    ['that is none', 'zz', keys],
    ['that is empty', '', keys],
    ['that is cut short', sign(name, body, 'new').slice(0, -1), keys],
    ['with something behind it', `${sign(name, body, 'new')} `, keys],
    ['that is missing', undefined, keys],
    ['given twice', [sign(name, body, 'new'), sign(name, body, 'new')], keys],
    ['of an empty key, without any key here', sign(name, body, ''), []],
  ])('is refused: one %s', (_, header, withKeys) => {
    expect(isSigned(manner, body, header, withKeys)).toBe(false);
  });
});

describe("EasyPost's signature", () => {
  const easypost = named('easypost');

  it('needs its prefix', () => {
    const bare = sign('easypost', body, 'new').replace('hmac-sha256-hex=', '');
    expect(isSigned(easypost, body, bare, keys)).toBe(false);
  });

  it('is under the NFKD form of the key', () => {
    const composed = 'gehe\u00efm\uff11';
    const decomposed = 'gehei\u0308m1';
    const header = `hmac-sha256-hex=${createHmac('sha256', decomposed).update(body).digest('hex')}`;
    expect(isSigned(easypost, body, header, [composed])).toBe(true);
    expect(isSigned({ ...easypost, keyForm: 'as_given' }, body, header, [composed])).toBe(false);
  });

  it.each([
    ['{"result":{"weight": 17,"x":1}}', '{"result":{"weight": 17.0,"x":1}}'],
    ['{"result":{"weight":17 }}', '{"result":{"weight":17.0}}'],
    ['[{"weight":1},{"weight":20}]', '[{"weight":1.0},{"weight":20.0}]'],
    ['{"city":"Zürich","weight":0}', '{"city":"Zürich","weight":0.0}'],
  ])('may be of the form with decimal weights: %s', (came, signed) => {
    const header = sign('easypost', Buffer.from(signed), 'old');
    expect(isSigned(easypost, Buffer.from(came), header, keys)).toBe(true);
    expect(isSigned(easypost, Buffer.from(came), sign('easypost', Buffer.from(came), 'old'), keys)).toBe(
      true,
    );
  });

  it('is of nothing else that the body could be rewritten to', () => {
    const header = sign('easypost', Buffer.from('{"weight":17.50,"height":3.0}'), 'new');
    expect(isSigned(easypost, Buffer.from('{"weight":17.5,"height":3}'), header, keys)).toBe(false);
  });
});

it('no other sender may have signed a rewritten body', () => {
  const came = Buffer.from('{"weight":17}');
  const header = sign('aftership', Buffer.from('{"weight":17.0}'), 'new');
  expect(isSigned(named('aftership'), came, header, keys)).toBe(false);
});
