import type { Envelope } from '@landfall/messaging';

/** The merchant whose event it is. Throws where it names none. */
export const ownerOf = ({ merchantId, id }: Pick<Envelope, 'merchantId' | 'id'>): string => {
  if (merchantId === null) throw new Error(`event ${id} names no merchant`);
  return merchantId;
};
