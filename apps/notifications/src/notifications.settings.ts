import { integer, secret, text, url, type ServiceConfig } from '@landfall/service-kit';

/** What this service is configured with beside the settings of every service. */
export const notificationsSettings = {
  /** Where mails are handed over; may hold a user and a password. */
  SMTP_URL: url({
    protocols: ['smtp:', 'smtps:'],
    secret: true,
    default: 'smtp://localhost:1025',
    production: 'required',
  }),
  /** The sender that consumers see: an address, or a name and an address in angle brackets. */
  MAIL_FROM: text({ default: 'Parcel news <no-reply@localhost>', production: 'required' }),
  /** Seconds that a message waits for the rest of a burst of scans. */
  HOLD_SECONDS: integer({ default: 180, min: 0, max: 86_400 }),
  /** Makes the links of tracking pages unguessable; order-intake makes them with the same secret. */
  TRACKING_PAGE_SECRET: secret({ min: 32, default: 'development only: links anybody can make' }),
};

export type NotificationsConfig = ServiceConfig<typeof notificationsSettings>;
