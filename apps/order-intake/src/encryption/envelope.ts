import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** A random key for AES-256: 32 bytes. */
export const newKey = (): Buffer => randomBytes(32);

/**
 * Encrypts with AES-256-GCM: nonce (12 bytes), ciphertext, tag (16 bytes).
 * @param context what the text belongs to; the same must be given to open it, so that envelopes cannot be swapped
 */
export const seal = (key: Buffer, text: Buffer, context: string): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
};

/** What {@link seal} took. Throws where key or context is another, or the envelope was changed. */
export const open = (key: Buffer, envelope: Buffer, context: string): Buffer => {
  if (envelope.length < nonceBytes + tagBytes) throw new Error('the envelope is too short');
  const decipher = createDecipheriv(algorithm, key, envelope.subarray(0, nonceBytes))
    .setAAD(Buffer.from(context))
    .setAuthTag(envelope.subarray(-tagBytes));
  return Buffer.concat([decipher.update(envelope.subarray(nonceBytes, -tagBytes)), decipher.final()]);
};
