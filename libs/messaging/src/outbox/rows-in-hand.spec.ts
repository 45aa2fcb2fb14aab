import { describe, expect, it } from '@jest/globals';
import type { Publication } from './publication.ts';
import { RowsInHand } from './rows-in-hand.ts';

const messages = (key: string): Publication[] => [{ topic: 'topic', key, headers: {}, value: '{}' }];

describe('rows in hand', () => {
  it('are known by their tickets until they have been published', () => {
    const rows = new RowsInHand();
    rows.keep('7', messages('first'), 100);
    rows.keep('-8', messages('second'), 100);
    expect(rows.messagesOf('7')).toEqual(messages('first'));
    expect(rows.messagesOf('9')).toBeUndefined();
    rows.drop('7');
    expect(rows.messagesOf('7')).toBeUndefined();
    expect(rows.messagesOf('-8')).toEqual(messages('second'));
  });

  it('make room by their bytes, the oldest first', () => {
    const rows = new RowsInHand();
    rows.keep('1', messages('first'), 5_000_000);
    rows.drop('1');
    rows.keep('2', messages('second'), 5_000_000);
    expect(rows.messagesOf('2')).toEqual(messages('second'));
    rows.keep('3', messages('third'), 5_000_000);
    expect(rows.messagesOf('2')).toBeUndefined();
    expect(rows.messagesOf('3')).toEqual(messages('third'));
  });
});
