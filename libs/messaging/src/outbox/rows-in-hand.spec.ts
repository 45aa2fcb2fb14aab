import { describe, expect, it } from '@jest/globals';
import type { Publication } from './outbox.ts';
import { RowsInHand } from './rows-in-hand.ts';

const messages = (key: string): Publication[] => [{ topic: 'topic', key, headers: {}, value: '{}' }];

describe('rows in hand', () => {
  it('are the rows of the table while they are as long', () => {
    const rows = new RowsInHand();
    rows.keep('7', messages('before'), 100);
    expect(rows.messagesOf('7', 100)).toEqual(messages('before'));
    expect(rows.messagesOf('8', 100)).toBeUndefined();
  });

  it('are not those of rows that got the same id after a backup', () => {
    const rows = new RowsInHand();
    rows.keep('7', messages('before'), 100);
    expect(rows.messagesOf('7', 101)).toBeUndefined();
    rows.keep('7', messages('after'), 101);
    expect(rows.messagesOf('7', 101)).toEqual(messages('after'));
  });

  it('are none after a fault, and make room by their bytes', () => {
    const rows = new RowsInHand();
    rows.keep('1', messages('first'), 5_000_000);
    rows.keep('1', messages('first'), 5_000_000);
    expect(rows.messagesOf('1', 5_000_000)).toEqual(messages('first'));
    rows.keep('2', messages('second'), 5_000_000);
    expect(rows.messagesOf('1', 5_000_000)).toBeUndefined();
    expect(rows.messagesOf('2', 5_000_000)).toEqual(messages('second'));
    rows.clear();
    expect(rows.messagesOf('2', 5_000_000)).toBeUndefined();
  });
});
