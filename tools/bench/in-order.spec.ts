import { expect, it } from '@jest/globals';
import { InOrder } from './in-order.ts';

it('takes the records of each partition in their order, and none twice', () => {
  const order = new InOrder();
  for (const [partition, offset] of [
    [0, '0'],
    [1, '0'],
    [0, '1'],
  ] as const)
    order.took(partition, offset);
  expect(() => order.took(0, '1')).toThrow('record 1 of partition 0 came where 2 was due');
  expect(() => order.took(1, '2')).toThrow('record 2 of partition 1 came where 1 was due');
});
