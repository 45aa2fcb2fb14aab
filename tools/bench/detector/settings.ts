import type { ParticipantSettings } from '../participant.ts';

/** Where a service that is measured works. */
export type DetectorSettings = Pick<
  ParticipantSettings,
  'brokers' | 'adminUrl' | 'databaseUrl' | 'schema' | 'topicPrefix'
>;
