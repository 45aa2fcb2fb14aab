import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MarketplaceFile } from './marketplace-file.ts';

/**
 * Whether a webhook was signed with one of the secrets: the HMAC of its raw bytes, in the encoding that the file names.
 * @param secrets two while they are being rotated; without any nothing is authentic
 */
export const isSigned = (
  rawBody: Uint8Array,
  given: string | string[] | undefined,
  secrets: readonly string[],
  { hmac, encoding }: MarketplaceFile['signature'],
): boolean => {
  if (typeof given !== 'string') return false;
  const sent = Buffer.from(given, encoding);
  let authentic = false;
  for (const secret of secrets) {
    const expected = createHmac(hmac, secret).update(rawBody).digest();
    // Compared as text too: decoding skips what is not of the encoding, so that one signature could be written in many ways.
    const same = sent.length === expected.length && timingSafeEqual(sent, expected);
    authentic = (same && expected.toString(encoding) === given) || authentic;
  }
  return authentic;
};
