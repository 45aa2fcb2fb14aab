import { hash } from 'node:crypto';

export interface ScanIdentity {
  sender: string;
  /** Normalised. */
  number: string;
  /** As the sender wrote it. */
  time: string;
  code: string;
  description: string;
  place: string;
}

/** Tells one scan from every other of its sender, and never from its own repetition: SHA-256, 22 characters base64url. */
export const scanIdOf = ({ sender, number, time, code, description, place }: ScanIdentity): string =>
  hash('sha256', JSON.stringify([sender, number, time, code, description, place]), 'base64url').slice(0, 22);
