import { integer } from '@landfall/service-kit';

/** What the gateway, and one API key, may do. */
export const gatewaySettings = {
  /** Bodies pass through unread: the services that take them bound them. */
  MAX_OPEN_BODY_BYTES: integer({ default: Number.MAX_SAFE_INTEGER, min: 1 }),
  /** Requests a second that come back to a key's allowance. */
  RATE_LIMIT_PER_SECOND: integer({ default: 200, min: 1 }),
  /** Requests at once, and the most that a key saves up. */
  RATE_LIMIT_BURST: integer({ default: 1_000, min: 1 }),
};
