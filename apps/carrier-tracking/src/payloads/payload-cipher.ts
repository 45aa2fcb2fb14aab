import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
/** Nonces are drawn so many at once: each draw costs as much as a short encryption. */
const noncesPerDraw = 512;
const tagBytes = 16;

/** Smaller bodies gain nothing by compression. */
const compressedFrom = 1_024;
const largestBody = 64 * 1024 * 1024;

export interface Sealed {
  /** Base64. */
  nonce: string;
  /** Base64, with the tag at the end. */
  ciphertext: string;
}

let drawn = Buffer.alloc(0);

/** Random bytes that are given out once. */
const nextNonce = (): Buffer => {
  if (drawn.length === 0) drawn = randomFillSync(Buffer.allocUnsafeSlow(nonceBytes * noncesPerDraw));
  const nonce = drawn.subarray(0, nonceBytes);
  drawn = drawn.subarray(nonceBytes);
  return nonce;
};

/**
 * AES-256-GCM over any bytes; `about` must be the same when they are opened. Keys are key objects: from bytes the
 * runtime would make one for each call, which costs more than to encrypt.
 */
export const encrypt = (
  key: KeyObject,
  plain: Uint8Array,
  about: string,
): { nonce: Buffer; bytes: Buffer } => {
  const nonce = nextNonce();
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(about));
  const bytes = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { nonce, bytes };
};

/** @throws Error where the bytes, the key or `about` are not those of `encrypt` */
export const decrypt = (key: KeyObject, nonce: Buffer, bytes: Buffer, about: string): Buffer => {
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]);
};

/** Seals a body under a day's key; the first byte of the plain text says whether the rest is compressed. */
export const sealBody = (key: KeyObject, body: Buffer, payloadId: string): Sealed => {
  const compressed = body.length >= compressedFrom ? gzipSync(body, { level: 1 }) : undefined;
  const plain =
    compressed && compressed.length < body.length
      ? Buffer.concat([Buffer.of(1), compressed])
      : Buffer.concat([Buffer.of(0), body]);
  const { nonce, bytes } = encrypt(key, plain, payloadId);
  return { nonce: nonce.toString('base64'), ciphertext: bytes.toString('base64') };
};

/** @throws Error where the body was not sealed so */
export const openBody = (key: KeyObject, sealed: Sealed, payloadId: string): Buffer => {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  const plain = decrypt(key, Buffer.from(sealed.nonce, 'base64'), bytes, payloadId);
  const rest = plain.subarray(1);
  return plain[0] === 1 ? gunzipSync(rest, { maxOutputLength: largestBody }) : rest;
};
