import { describe, expect, it } from '@jest/globals';
import { buildEnvironment, merchantKey, newSecrets, randomPorts, serviceDatabaseUrl } from './environment.ts';
import { services } from './services.ts';

const admin = 'postgres://postgres:secret@127.0.0.1:5432/landfall';

describe('the environment of the services', () => {
  it('gives each its own port and role, and all the same addresses and secrets', async () => {
    const ports = await randomPorts();
    const secrets = newSecrets();
    const stack = { kafkaBrokers: 'localhost:9092', databaseUrl: admin };
    const system = buildEnvironment({
      stack,
      ports,
      secrets,
      smtpUrl: 'smtp://localhost:1025',
      clock: 'replay',
    });
    const all = services.map(({ name }) => system.services[name]);

    expect(system.url).toBe(`http://localhost:${ports.console}`);
    expect(new Set(all.map((env) => env['PORT'])).size).toBe(services.length);
    expect(new Set(all.map((env) => env['DATABASE_URL'])).size).toBe(services.length);
    for (const env of all) {
      expect(env).toMatchObject({
        ORDER_INTAKE_URL: `http://127.0.0.1:${ports['order-intake']}`,
        CONSOLE_URL: `http://127.0.0.1:${ports.console}`,
        KAFKA_BROKERS: 'localhost:9092',
        MIGRATION_DATABASE_URL: admin,
        INTERNAL_TOKEN_SECRET: secrets.internalToken,
        LANDFALL_CLOCK: 'replay',
      });
    }
  });

  it("derives a role's password from the superuser's, so that every command arrives at the same", () => {
    const url = new URL(serviceDatabaseUrl(admin, 'order-intake'));
    expect([url.username, url.host, url.pathname]).toEqual(['order_intake', '127.0.0.1:5432', '/landfall']);
    expect(serviceDatabaseUrl(admin, 'order-intake')).toBe(url.toString());
    expect(url.password).not.toBe(new URL(serviceDatabaseUrl(admin, 'console')).password);
    expect(url.password).not.toBe(
      new URL(serviceDatabaseUrl(admin.replace('secret', 'other'), 'order-intake')).password,
    );
  });
});

describe("a merchant's key", () => {
  it('is the same for the same name and data folder', () => {
    const secrets = newSecrets();
    expect(merchantKey(secrets, 'Shop')).toMatch(/^lf_dev_[0-9a-f]{40}$/);
    expect(merchantKey(secrets, 'Shop')).toBe(merchantKey(secrets, 'Shop'));
    expect(merchantKey(secrets, 'Shop')).not.toBe(merchantKey(newSecrets(), 'Shop'));
    expect(merchantKey(secrets, undefined)).toBeUndefined();
  });
});
