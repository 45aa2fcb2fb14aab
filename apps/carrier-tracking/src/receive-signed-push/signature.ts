import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SignedSender } from './signed-senders.ts';

type Manner = Pick<SignedSender, 'method' | 'encoding' | 'prefix' | 'keyForm' | 'alsoSigned'>;

/**
 * Whether a push is its sender's: the header holds the signature of the raw bytes under one of the keys. Each comparison
 * takes the same time, whichever byte differs.
 * @param keys two while the key is being rotated; without any nothing is authentic
 */
export const isSigned = (
  manner: Manner,
  rawBody: Uint8Array,
  header: string | string[] | undefined,
  keys: readonly string[],
): boolean => {
  const given = signatureIn(manner, header);
  if (!given) return false;
  let authentic = false;
  for (const body of bodiesOf(manner, rawBody))
    for (const key of keys) authentic = timingSafeEqual(given, signatureOf(manner, body, key)) || authentic;
  return authentic;
};

const shapes = { hex: /^[0-9a-f]{64}$/i, base64: /^[A-Za-z0-9+/]{43}=$/ };

/** 32 bytes; undefined where the header holds none. */
const signatureIn = (
  { encoding, prefix }: Manner,
  header: string | string[] | undefined,
): Buffer | undefined => {
  if (typeof header !== 'string' || !header.startsWith(prefix)) return undefined;
  const text = header.slice(prefix.length);
  return shapes[encoding].test(text) ? Buffer.from(text, encoding) : undefined;
};

const signatureOf = ({ method, keyForm }: Manner, body: Uint8Array, key: string): Buffer => {
  const used = keyForm === 'NFKD' ? key.normalize('NFKD') : key;
  return method === 'hash'
    ? createHash('sha256').update(body).update(`/${used}`).digest()
    : createHmac('sha256', used).update(body).digest();
};

const integerWeight = /("weight":\s*)(\d+)\s*(?=[,}])/g;

/** The bytes that may have been signed: those that came, and the form that the sender rewrites them to. */
const bodiesOf = ({ alsoSigned }: Manner, rawBody: Uint8Array): Uint8Array[] => {
  if (alsoSigned === 'nothing_else') return [rawBody];
  // As Latin-1 each byte is a character: what is not a weight stays the bytes that came.
  const text = Buffer.from(rawBody).toString('latin1');
  const rewritten = text.replace(integerWeight, '$1$2.0');
  return rewritten === text ? [rawBody] : [rawBody, Buffer.from(rewritten, 'latin1')];
};
