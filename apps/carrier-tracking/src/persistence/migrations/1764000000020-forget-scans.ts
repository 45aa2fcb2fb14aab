import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * heard_on is the day, by the system's clock, on which a number's last new scan was kept (or the number was made); null
 * once its scans have been forgotten. forgotten_until is when the last forgotten one of them happened.
 */
export class ForgetScans1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tracking_number
        ADD heard_on date DEFAULT current_date,
        ADD forgotten_until timestamptz;
      CREATE INDEX tracking_number_heard ON tracking_number (heard_on) WHERE heard_on IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tracking_number DROP heard_on, DROP forgotten_until');
  }
}
