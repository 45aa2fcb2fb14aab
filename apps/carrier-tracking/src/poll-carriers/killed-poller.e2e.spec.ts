import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trackingEventsTopic } from '@landfall/contracts';
import { eventually, ServiceProcesses } from '@landfall/testing';
import { builtService, parcelRegistered } from '../testing.spec-kit.ts';
import { StubCarrier } from './stub-carrier.spec-kit.ts';

const carrier = new StubCarrier();
let service: ServiceProcesses;

beforeAll(async () => {
  const { folder } = await carrier.start('stub', '{ callsPerSecond: 10, timeout: 3s }');
  service = await ServiceProcesses.prepare(builtService, {
    POLLED_CARRIERS: 'stub',
    POLLED_CARRIERS_DIR: folder,
    CARRIER_STUB_API_KEY: carrier.token,
  });
});

afterAll(async () => {
  await service.end();
  await carrier.stop();
});

const register = async (number: string): Promise<string> => {
  const parcelId = randomUUID();
  const registeredAt = new Date().toISOString();
  await service.publish(
    parcelRegistered(randomUUID(), {
      parcelId,
      trackingNumbers: [{ trackingNumber: number, carrier: 'stub-post' }],
      registeredAt,
    }),
  );
  return parcelId;
};

describe('a process that is killed while a carrier keeps it waiting', () => {
  it('leaves its polls to another one, which makes them when their leases have run out; each scan is told once', async () => {
    const number = 'ST000000001';
    carrier.tells(number, 'InTransit_PickedUp', 'InTransit_Departure');
    const askedWhile = Promise.withResolvers<void>();
    carrier.does(() => askedWhile.resolve());
    const first = service.run();
    const parcelId = await register(number);
    await askedWhile.promise;
    first.kill('SIGKILL');
    await once(first, 'exit');
    const [lease] = await service.database.query<{ lease: string | null; ends_in: number }>(
      `SELECT lease, date_part('epoch', lease_until - clock_timestamp()) AS ends_in FROM carrier_tracking.poll_group`,
    );
    expect(lease?.lease).not.toBeNull();
    expect(lease?.ends_in).toBeGreaterThan(0);

    service.run();
    const events = await service.topics.read(trackingEventsTopic);
    const its = (records: { key: string | null }[]) => records.filter(({ key }) => key === parcelId);
    await events.until((records) => its(records).length >= 2);
    await eventually(
      () =>
        service.database.query<{ lease: null; attempts: number }>(
          'SELECT lease, attempts FROM carrier_tracking.poll_group',
        ),
      ([group]) => group?.lease === null && group.attempts === 0,
    );
    const [before, after] = carrier.asked(number);
    expect(carrier.asked(number)).toHaveLength(2);
    expect((after?.at ?? 0) - (before?.at ?? 0)).toBeGreaterThan(10_000);
    const told = its(await events.until(() => true)) as unknown as { value: { milestone: string } }[];
    expect(told.map(({ value }) => value.milestone)).toEqual(['picked_up', 'departed_facility']);
  }, 240_000);
});
