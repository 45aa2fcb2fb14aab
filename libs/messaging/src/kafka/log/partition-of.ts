/**
 * The partition of a key: murmur2 (seed 0x9747b28c) of its UTF-8 bytes, made positive, as Kafka's own clients and kafkajs
 * choose it by default.
 */
export const partitionOf = (key: string, partitions: number): number => {
  const bytes = Buffer.from(key);
  return (murmur2(bytes) & 0x7fffffff) % partitions;
};

const multiplier = 0x5bd1e995;

const murmur2 = (bytes: Buffer): number => {
  const { length } = bytes;
  let hash = 0x9747b28c ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  const left = length - at;
  if (left > 2) hash ^= (bytes[at + 2] ?? 0) << 16;
  if (left > 1) hash ^= (bytes[at + 1] ?? 0) << 8;
  if (left > 0) hash = Math.imul(hash ^ (bytes[at] ?? 0), multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
};
