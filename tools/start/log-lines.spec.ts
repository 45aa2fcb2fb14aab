import { describe, expect, it } from '@jest/globals';
import { LineLimiter, noteworthy } from './log-lines.ts';

describe('a line of a service on the console', () => {
  it('is shown from warnings upwards, with its cause', () => {
    expect(noteworthy('{"level":30,"msg":"listening"}', false)).toBeUndefined();
    expect(noteworthy('{"level":"info","msg":"listening"}', false)).toBeUndefined();
    expect(noteworthy('{"level":40,"msg":"Kafka is slow"}', false)).toBe('Kafka is slow');
    expect(noteworthy('{"level":"warn","msg":"Kafka is slow"}', false)).toBe('Kafka is slow');
    expect(noteworthy('{"level":50,"msg":"no answer","err":{"message":"ECONNREFUSED"}}', false)).toBe(
      'no answer: ECONNREFUSED',
    );
  });

  it('names the cause as our services and kafkajs do', () => {
    expect(noteworthy('{"level":"warn","msg":"relay_failed","error":"refused"}', false)).toBe(
      'relay_failed: refused',
    );
    expect(noteworthy('{"level":"warn","msg":"kafka_client","message":"away"}', false)).toBe(
      'kafka_client: away',
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

describe('the limit of lines', () => {
  it('lets a repeated line through every thirty seconds', () => {
    const limiter = new LineLimiter();
    expect([0, 10, 29_999, 30_000, 30_001].map((now) => limiter.admit('away', now))).toEqual([
      'yes',
      'no',
      'no',
      'yes',
      'no',
    ]);
  });

  it('lets five different lines through in ten seconds, and says which is the last', () => {
    const limiter = new LineLimiter();
    const shown = ['a', 'b', 'c', 'd', 'e', 'f'].map((line) => limiter.admit(line, 5));
    expect(shown).toEqual(['yes', 'yes', 'yes', 'yes', 'last', 'no']);
    expect(limiter.admit('f', 10_005)).toBe('yes');
  });
});
