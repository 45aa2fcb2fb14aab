import { describe, expect, it } from '@jest/globals';
import { javaVersion } from './java.ts';

describe('the version of Java', () => {
  it('is read from what java -version prints', () => {
    expect(javaVersion('openjdk version "17.0.15" 2025-04-15')).toBe(17);
    expect(javaVersion('java version "1.8.0_402"')).toBe(8);
    expect(javaVersion('openjdk version "25" 2025-09-16')).toBe(25);
    expect(javaVersion('command not found')).toBeUndefined();
  });
});
