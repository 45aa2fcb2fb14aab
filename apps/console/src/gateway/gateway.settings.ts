import { integer } from '@landfall/service-kit';

/** What one API key may do. */
export const gatewaySettings = {
  /** Requests a second that come back to a key's allowance. */
  RATE_LIMIT_PER_SECOND: integer({ default: 200, min: 1 }),
  /** Requests at once, and the most that a key saves up. */
  RATE_LIMIT_BURST: integer({ default: 1_000, min: 1 }),
};
