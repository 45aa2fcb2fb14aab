import { secret, secrets, type ServiceConfig } from '@landfall/service-kit';

const inBase64 = secret({
  default: Buffer.from('development only: not secret yet').toString('base64'),
});

export const masterKey = {
  ...inBase64,
  parse: (text: string): string => {
    if (Buffer.from(text, 'base64').length !== 32 || text.length !== 44) {
      throw new Error('must be 32 bytes in base64');
    }
    return text;
  },
};

export const orderIntakeSettings = {
  /** Wraps every merchant's key: 32 bytes in base64. */
  LANDFALL_MASTER_KEY: masterKey,
  /** Makes the links of tracking pages unguessable; notifications checks them with the same secret. */
  TRACKING_PAGE_SECRET: secret({ min: 32, default: 'development only: links anybody can make' }),
  /** Of our app at Shopify; two while it is being rotated. Without any, only shops that bring their own are heard. */
  MARKETPLACE_SHOPIFY_SECRET: secrets(),
};

export type OrderIntakeConfig = ServiceConfig<typeof orderIntakeSettings>;
