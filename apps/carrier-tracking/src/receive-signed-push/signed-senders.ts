/** How a sender signs what he pushes. */
export interface SignedSender {
  /** As in the address of his edge, `/v1/carriers/<sender>/webhooks`, and as the sender of the kept payload. */
  sender: string;
  /** For people. */
  title: string;
  /** In lower case. */
  header: string;
  /** Names his secrets: two while they are being rotated. */
  setting: 'CARRIER_17TRACK_API_KEY' | 'CARRIER_AFTERSHIP_SECRET' | 'CARRIER_EASYPOST_SECRET';
  /** `hash`: SHA-256 of the body, a slash and the key. `hmac`: HMAC-SHA256 of the body. */
  method: 'hash' | 'hmac';
  encoding: 'hex' | 'base64';
  /** What stands in the header before the signature. */
  prefix: string;
  /** Unicode form of the key before it is used. */
  keyForm: 'as_given' | 'NFKD';
  /** `integer_weights`: he may also have signed the body with `"weight": 17` written `"weight": 17.0`. */
  alsoSigned: 'nothing_else' | 'integer_weights';
  /** What the header must be, in words. */
  explained: string;
}

/**
 * All who sign their pushes. None of them signs when he sent one: a push that is sent again, however late, has the id of
 * the first and tells nothing new.
 */
export const signedSenders: readonly SignedSender[] = [
  {
    sender: '17track',
    title: '17TRACK (v2.2 and v2.4)',
    header: 'sign',
    setting: 'CARRIER_17TRACK_API_KEY',
    method: 'hash',
    encoding: 'hex',
    prefix: '',
    keyForm: 'as_given',
    alsoSigned: 'nothing_else',
    explained: 'the hex SHA-256 of the raw body, a slash and the API key',
  },
  {
    sender: 'aftership',
    title: 'AfterShip',
    header: 'aftership-hmac-sha256',
    setting: 'CARRIER_AFTERSHIP_SECRET',
    method: 'hmac',
    encoding: 'base64',
    prefix: '',
    keyForm: 'as_given',
    alsoSigned: 'nothing_else',
    explained: 'the base64 HMAC-SHA256 of the raw body under the webhook secret',
  },
  {
    sender: 'easypost',
    title: 'EasyPost',
    header: 'x-hmac-signature',
    setting: 'CARRIER_EASYPOST_SECRET',
    method: 'hmac',
    encoding: 'hex',
    prefix: 'hmac-sha256-hex=',
    keyForm: 'NFKD',
    alsoSigned: 'integer_weights',
    explained: '`hmac-sha256-hex=` and the hex HMAC-SHA256 of the raw body under the webhook secret',
  },
];
