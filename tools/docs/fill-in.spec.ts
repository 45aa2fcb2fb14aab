import { describe, expect, it } from '@jest/globals';
import { fillIn } from './fill-in.ts';

describe('a template', () => {
  it('has its places filled', () =>
    expect(fillIn('a\n\n<!-- table -->\n\nb <!-- table -->\n', { table: '$& | c' })).toBe(
      'a\n\n$& | c\n\nb <!-- table -->\n',
    ));

  it('must have a place for each part, and a part for each place', () => {
    expect(() => fillIn('a', { table: '' })).toThrow('there is no place for table');
    expect(() => fillIn('<!-- table -->\n<!-- other -->', { table: '' })).toThrow('nothing is called other');
  });
});
