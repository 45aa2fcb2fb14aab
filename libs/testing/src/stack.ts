/** The real Kafka and Postgres of this test run, started by `npm test`. */
export const testStack = (): { brokers: string; adminUrl: string } => {
  const brokers = process.env['TEST_KAFKA_BROKERS'];
  const adminUrl = process.env['TEST_DATABASE_URL'];
  if (!brokers || !adminUrl)
    throw new Error(
      'These tests need a real Kafka and Postgres: run them by `npm test -- --only integration`',
    );
  return { brokers, adminUrl };
};
