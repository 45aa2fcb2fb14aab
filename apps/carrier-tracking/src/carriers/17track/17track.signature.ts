import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether a push is 17TRACK's: its `sign` header is the hex SHA-256 of `rawBody + "/" + key` (a hash, not an HMAC).
 * @param keys two while the key is being rotated; without any nothing is authentic
 */
export const isSignedBy17track = (
  rawBody: Uint8Array,
  sign: string | string[] | undefined,
  keys: readonly string[],
): boolean => {
  if (typeof sign !== 'string' || !/^[0-9a-f]{64}$/i.test(sign)) return false;
  const given = Buffer.from(sign, 'hex');
  let authentic = false;
  for (const key of keys) {
    const expected = createHash('sha256').update(rawBody).update(`/${key}`).digest();
    authentic = timingSafeEqual(given, expected) || authentic;
  }
  return authentic;
};
