import { describe, expect, it } from '@jest/globals';
import { parseWebhook } from './parse-webhook.ts';

const parse = (text: string) => parseWebhook(Buffer.from(text));

describe('the JSON of a webhook', () => {
  it('keeps the digits of ids that a double cannot hold, and only of those', () => {
    expect(parse('{"id": 820982911946154508, "small": 12, "price": 1.5, "n": -9007199254740993}')).toEqual({
      id: '820982911946154508',
      small: 12,
      price: 1.5,
      n: '-9007199254740993',
    });
  });

  it.each<[string, string, Buffer]>([
    ['nothing', 'malformed_json', Buffer.alloc(0)],
    ['half an object', 'malformed_json', Buffer.from('{"id": ')],
    ['GBK', 'wrong_encoding', Buffer.from([0x22, 0xc4, 0xe3, 0xba, 0xc3, 0x22])],
    ['brackets in brackets', 'too_deep', Buffer.from('['.repeat(200_000) + ']'.repeat(200_000))],
    ['order with two prices', 'repeated_key', Buffer.from('{"price": "12.50", "price": "1.25"}')],
  ])('is no %s', (_what, code, body) => {
    expect(() => parseWebhook(body)).toThrow(expect.objectContaining({ status: 400, code }));
  });
});
