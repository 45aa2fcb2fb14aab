import { createHmac, timingSafeEqual } from 'node:crypto';

const idBytes = 16;
const macBytes = 16;

const macOf = (secret: string, id: Buffer): Buffer =>
  createHmac('sha256', secret).update(id).digest().subarray(0, macBytes);

/** The token of a parcel's tracking page: base64url of the id's 16 bytes and 16 bytes of their HMAC-SHA256. */
export const trackingToken = (secret: string, parcelId: string): string => {
  const id = Buffer.from(parcelId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, macOf(secret, id)]).toString('base64url');
};

/** The parcel id (UUID) in a token, or undefined for any text that we have not made; takes the same time for all. */
export const parcelOfToken = (secret: string, token: string): string | undefined => {
  if (!/^[\w-]{43}$/.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const id = bytes.subarray(0, idBytes);
  const genuine = timingSafeEqual(bytes.subarray(idBytes), macOf(secret, id));
  if (!genuine || bytes.toString('base64url') !== token) return undefined;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
