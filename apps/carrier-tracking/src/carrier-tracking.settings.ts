import { integer, list, secret, secrets, text, type ServiceConfig } from '@landfall/service-kit';

const inBase64 = secret({
  default: Buffer.from('development only: not secret yet').toString('base64'),
});

const masterKey = {
  ...inBase64,
  parse: (text: string): string => {
    if (text.length !== 44 || Buffer.from(text, 'base64').length !== 32)
      throw new Error('must be 32 bytes in base64');
    return text;
  },
};

export const carrierTrackingSettings = {
  /** Wraps the day keys of payloads: 32 bytes in base64, the same as in order-intake. */
  LANDFALL_MASTER_KEY: masterKey,
  /** Of each sender two while they are being rotated; without any, every push of his is refused. */
  CARRIER_17TRACK_API_KEY: secrets(),
  CARRIER_AFTERSHIP_SECRET: secrets(),
  CARRIER_EASYPOST_SECRET: secrets(),
  /** A folder of the operator's own mapping files: they go before ours, by sender, and are read again when they change. */
  CARRIER_MAPPINGS_DIR: text({ optional: true }),
  /** So many scans are known without asking Postgres when they are told again, at some 260 bytes each. */
  KNOWN_SCANS_IN_MEMORY: integer({ default: 100_000, min: 0, max: 10_000_000 }),
  /** For `polls/dhl-universal.yaml`. */
  CARRIER_DHL_API_KEY: secret({ optional: true }),
  /** Carriers who are asked since they do not push, by the names of their files (`polls/17track.yaml`); nobody without it. */
  POLLED_CARRIERS: list({ default: [] }),
  /** A folder of more such files; one of a name that we have as well takes the place of ours. */
  POLLED_CARRIERS_DIR: text({ optional: true }),
};

export type CarrierTrackingConfig = ServiceConfig<typeof carrierTrackingSettings>;
