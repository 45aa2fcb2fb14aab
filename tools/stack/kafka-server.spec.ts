import { describe, expect, it } from '@jest/globals';
import { fillProperties, newClusterId } from './kafka-server.ts';

describe("Kafka's properties", () => {
  it('get every value filled in', () => {
    expect(fillProperties('a=${port}:${port}\nb=${logDirs}', { port: 9, logDirs: '/x' })).toBe('a=9:9\nb=/x');
  });

  it('are refused when a value is missing', () => {
    expect(() => fillProperties('a=${port}', {})).toThrow('no value for "port"');
  });
});

describe('a cluster id', () => {
  it('is a 16-byte URL-safe id that no option parser takes for an option', () => {
    for (let i = 0; i < 500; i++) expect(newClusterId()).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
  });
});
