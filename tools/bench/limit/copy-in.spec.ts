import { expect, it } from '@jest/globals';
import { copyRow } from './copy-in.ts';

it('keeps what separates rows and columns out of the values of a row', () => {
  expect(copyRow(['a\tb', 'c\nd\\e\r', null, 7])).toBe('a\\tb\tc\\nd\\\\e\\r\t\\N\t7\n');
});
