import { createHmac } from 'node:crypto';
import { parse } from 'uuid';

/**
 * Token of a parcel's tracking page: base64url of the id's 16 bytes and the first 16 bytes of their
 * HMAC-SHA-256 under the secret, so that nobody can make one without it.
 */
export const trackingPageToken = (parcelId: string, secret: string): string => {
  const id = parse(parcelId);
  const mac = createHmac('sha256', secret).update(id).digest().subarray(0, 16);
  return Buffer.concat([id, mac]).toString('base64url');
};

/** The address that a consumer may be given. */
export const trackingPageUrl = (parcelId: string, publicUrl: string, secret: string): string =>
  `${publicUrl}/t/${trackingPageToken(parcelId, secret)}`;
