import { describe, expect, it } from '@jest/globals';
import { noteworthy } from './log-lines.ts';

describe('a line of a service on the console', () => {
  it('is shown from warnings upwards, with its cause', () => {
    expect(noteworthy('{"level":30,"msg":"listening"}', false)).toBeUndefined();
    expect(noteworthy('{"level":40,"msg":"Kafka is slow"}', false)).toBe('Kafka is slow');
    expect(noteworthy('{"level":50,"msg":"no answer","err":{"message":"ECONNREFUSED"}}', false)).toBe(
      'no answer: ECONNREFUSED',
    );
  });

  it('does not tell a cause twice', () => {
    expect(noteworthy('{"level":50,"msg":"boom","err":{"message":"boom"}}', false)).toBe('boom');
  });

  it('is shown as it is when it is no log entry but an error', () => {
    expect(noteworthy('TypeError: x is not a function', true)).toBe('TypeError: x is not a function');
    expect(noteworthy('{ half', true)).toBe('{ half');
    expect(noteworthy('plain output', false)).toBeUndefined();
    expect(noteworthy('   ', true)).toBeUndefined();
  });
});
