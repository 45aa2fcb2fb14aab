import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { partitionOf } from './partition-of.ts';

const kafkajs = Partitioners.DefaultPartitioner();
const metadataOf = (partitions: number) =>
  Array.from({ length: partitions }, (_, partitionId) => ({ partitionId, leader: 1 }) as never);

describe('the partition of a key', () => {
  it('is the one that kafkajs chooses', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.integer({ min: 1, max: 64 }),
        (key, partitions) => {
          expect(partitionOf(key, partitions)).toBe(
            kafkajs({
              topic: 'any',
              partitionMetadata: metadataOf(partitions),
              message: { key: Buffer.from(key), value: null },
            }),
          );
        },
      ),
    ));
});
