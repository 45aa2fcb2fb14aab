import { describe, expect, it } from '@jest/globals';
import type { Step } from '../poller.ts';
import { requestOf } from './request-of.ts';

const step = (changes: Partial<Step>): Step =>
  ({
    method: 'GET',
    url: 'https://carrier.test/track',
    headers: {},
    body: undefined,
    batch: 1,
    ...changes,
  }) as Step;
const one = { carrier: 'usps', number: 'LZ1CN', code: 21051 };
const other = { carrier: 'ups', number: '1Z2', code: null };

describe('a request', () => {
  it('has its number in its URL, which leads nowhere else whatever the number holds', () => {
    const url = 'https://carrier.test/track/{number}?carrier={code}';
    expect(requestOf(step({ url }), [one]).url).toBe('https://carrier.test/track/LZ1CN?carrier=21051');
    const hostile = requestOf(step({ url }), [{ ...one, number: '/../@EVIL.TEST?A=#' }]).url;
    expect(new URL(hostile).host).toBe('carrier.test');
    expect(hostile).toBe('https://carrier.test/track/%2F..%2F%40EVIL.TEST%3FA%3D%23?carrier=21051');
  });

  it('has all of its numbers in a list', () => {
    const url = 'https://carrier.test/track?ids={numbers}';
    expect(requestOf(step({ url }), [one, other]).url).toBe('https://carrier.test/track?ids=LZ1CN%2C1Z2');
  });

  it('has an item of its body for each number, with values of their own types', () => {
    const body = {
      lang: 'en',
      parcels: { each: { number: '{number}', carrier: '{code}', ref: 'no-{number}' } },
    };
    const { body: sent, headers } = requestOf(step({ method: 'POST', body }), [one, other]);
    expect(JSON.parse(sent ?? '')).toEqual({
      lang: 'en',
      parcels: [
        { number: 'LZ1CN', carrier: 21051, ref: 'no-LZ1CN' },
        { number: '1Z2', carrier: null, ref: 'no-1Z2' },
      ],
    });
    expect(headers).toMatchObject({ 'content-type': 'application/json' });
  });

  it('takes what a number holds for nothing but text', () => {
    const body = { each: { number: '{number}' } };
    const { body: sent } = requestOf(step({ method: 'POST', body }), [{ ...one, number: '{CODE}","X":"' }]);
    expect(JSON.parse(sent ?? '')).toEqual([{ number: '{CODE}","X":"' }]);
  });
});
