import { jsonOf } from '@landfall/service-kit';

/**
 * A webhook's JSON. Whole numbers that a double does not hold stay the text that came: ids of orders have 18 digits.
 * Throws what `jsonOf` throws.
 */
export const parseWebhook = (body: Buffer): unknown => jsonOf(body, { exactDigits: true });
