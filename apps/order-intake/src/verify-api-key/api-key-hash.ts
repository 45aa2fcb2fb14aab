import { createHash } from 'node:crypto';

/** SHA-256 of an API key: keys are random and long, so that a slow hash would add nothing. */
export const apiKeyHash = (key: string): Buffer => createHash('sha256').update(key).digest();
