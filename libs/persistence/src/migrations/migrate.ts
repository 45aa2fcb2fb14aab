import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { PackOutbox1764000000001 } from './pack-outbox.migration.ts';
import { TicketOutbox1764000000011 } from './ticket-outbox.migration.ts';
import { TurnProcessedEvents1764000000010 } from './turn-processed-events.migration.ts';

export interface MigrationOptions {
  /** A role that may create schemas and roles. */
  adminUrl: string;
  /** The service's own connection string: its user and password become the service's role. */
  serviceUrl: string;
  schema: string;
  migrations: (new () => MigrationInterface)[];
}

/** Changes to the tables of the pipe, the same in every service. */
const pipeMigrations = [PackOutbox1764000000001, TurnProcessedEvents1764000000010, TicketOutbox1764000000011];

const identifier = /^[a-z_][a-z0-9_]*$/;
const checked = (name: string): string => {
  if (!identifier.test(name))
    throw new Error(`"${name}" cannot be a role or schema: use lower-case letters, digits and _`);
  return name;
};

/**
 * Brings a service's schema up to date: role, schema, pending migrations, grants. Safe to run by several at once.
 * The service's role owns nothing: it reads and writes rows, and row-level security holds for it.
 */
export const migrate = async ({
  adminUrl,
  serviceUrl,
  schema,
  migrations,
}: MigrationOptions): Promise<void> => {
  const { username, password } = new URL(serviceUrl);
  const role = checked(decodeURIComponent(username));
  checked(schema);

  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query('SELECT pg_advisory_lock($1)', [7_261_001]);
    await createRole(admin, role, decodeURIComponent(password));
    await admin.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await runMigrations(adminUrl, schema, migrations);
    await admin.query(`
      GRANT USAGE ON SCHEMA ${schema} TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};
    `);
  } finally {
    await admin.end();
  }
};

const createRole = async (admin: Client, role: string, password: string) => {
  const secret = admin.escapeLiteral(password);
  await admin.query(`
    DO $$ BEGIN
      CREATE ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$`);
  await admin.query(`ALTER ROLE ${role} PASSWORD ${secret}`);
};

const runMigrations = async (
  adminUrl: string,
  schema: string,
  migrations: MigrationOptions['migrations'],
) => {
  const source = new DataSource({
    type: 'postgres',
    url: adminUrl,
    schema,
    migrations: [...migrations, ...pipeMigrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    extra: { options: `-c search_path=${schema}`, max: 2 },
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
};
