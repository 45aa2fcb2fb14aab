import { Injectable } from '@nestjs/common';
import { SurroundingsError } from '@landfall/persistence';
import { InternalClient } from '@landfall/service-kit';

/** What a mail needs of a buyer; lives in memory only while it is sent. */
export interface Buyer {
  name: string | null;
  email: string | null;
  locale: string | null;
  /** False only where the buyer said no. */
  mayMail: boolean;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Asks order-intake for buyers: personal data is fetched when needed and never kept here. */
@Injectable()
export class BuyersClient {
  constructor(private readonly http: InternalClient) {}

  /**
   * A merchant's buyers by reference; an erased or unknown one is missing.
   * @throws SurroundingsError when order-intake does not answer as agreed
   */
  async lookup(merchantId: string, references: readonly string[]): Promise<Map<string, Buyer>> {
    const { status, body } = await this.http.call<unknown>({
      to: 'order-intake',
      method: 'POST',
      path: '/internal/buyers/lookup',
      body: { merchantId, references: [...new Set(references)] },
    });
    const { buyers } = objectOf(body);
    if (status >= 400 || !Array.isArray(buyers))
      throw new SurroundingsError(`order-intake answered a look-up of buyers with ${status}`);
    const found = new Map<string, Buyer>();
    for (const entry of buyers.map(objectOf)) {
      const reference = textOf(entry['reference']);
      if (!reference) continue;
      found.set(reference, {
        name: textOf(entry['name']),
        email: textOf(entry['email']),
        locale: textOf(entry['locale']),
        mayMail: objectOf(entry['consent'])['email'] !== false,
      });
    }
    return found;
  }
}
