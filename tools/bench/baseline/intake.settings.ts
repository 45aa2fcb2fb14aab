/** What the baseline's edge is told when its process starts: the only argument, as JSON. */
export interface IntakeSettings {
  readonly brokers: string;
  /** Where scans go. */
  readonly topic: string;
}

export const readIntakeSettings = (): IntakeSettings => JSON.parse(process.argv[2] ?? '{}') as IntakeSettings;
