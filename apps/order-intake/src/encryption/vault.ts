import { newKey, open, seal } from './envelope.ts';

/** What an order tells of a person: never stored or sent in the clear. */
export interface Person {
  name: string;
  email?: string;
  phone?: string;
  postalCode?: string;
  lines?: string[];
  importerTaxId?: string;
}

/** A person as stored. Without the wrapped key nobody can read the ciphertext again. */
export interface SealedPerson {
  wrappedKey: Buffer;
  ciphertext: Buffer;
}

/**
 * Keys in three layers, AES-256-GCM each: the master key wraps a merchant's key, which wraps a buyer's, which encrypts
 * the person. Destroying the buyer's wrapped key erases the person, in backups of other tables too.
 */
export class Vault {
  private readonly masterKey: Buffer;

  /** @param masterKey 32 bytes in base64 */
  constructor(masterKey: string) {
    this.masterKey = Buffer.from(masterKey, 'base64');
  }

  /** A new key for a merchant, wrapped by the master key. */
  newMerchantKey(merchantId: string): Buffer {
    return seal(this.masterKey, newKey(), `merchant ${merchantId}`);
  }

  /** The merchant's key. Throws where it was wrapped by another master key or for another merchant. */
  merchantKey(merchantId: string, wrappedKey: Buffer): Buffer {
    return open(this.masterKey, wrappedKey, `merchant ${merchantId}`);
  }

  sealPerson(merchantKey: Buffer, buyerId: string, person: Person): SealedPerson {
    const key = newKey();
    return {
      wrappedKey: seal(merchantKey, key, `key of buyer ${buyerId}`),
      ciphertext: seal(key, Buffer.from(JSON.stringify(person)), `buyer ${buyerId}`),
    };
  }

  /** Throws where the envelopes belong to another merchant or buyer. */
  openPerson(merchantKey: Buffer, buyerId: string, { wrappedKey, ciphertext }: SealedPerson): Person {
    const key = open(merchantKey, wrappedKey, `key of buyer ${buyerId}`);
    return JSON.parse(open(key, ciphertext, `buyer ${buyerId}`).toString('utf8')) as Person;
  }
}
