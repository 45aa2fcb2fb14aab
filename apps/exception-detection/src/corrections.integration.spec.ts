import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exceptionsTopic, type Milestone } from '@landfall/contracts';
import { deterministicId, type OutgoingEvent } from '@landfall/messaging';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { exceptionDetection } from './exception-detection.service.ts';
import { merchantId, parcelId, registered, scanned } from './testing-events.spec-kit.ts';

interface Answer {
  state: string;
  timeline: { milestone: string; occurredAt: string }[];
  exceptions: { code: string; state: string }[];
}

let service: TestService;
let token: string;

beforeAll(async () => {
  service = await startTestService(exceptionDetection, {
    now: new Date('2026-01-01T00:00:00Z'),
    env: { ORDER_INTAKE_URL: 'http://127.0.0.1:9' },
  });
  token = await service.tokenOf(merchantId, ['parcels:read']);
});
afterAll(() => service.close());

const parcel = (name: string, accept: (answer: Answer) => boolean): Promise<Answer> =>
  eventually(
    async () => {
      const answer = await fetch(`${service.url}/v1/parcels/${parcelId(name)}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return (await answer.json()) as Answer;
    },
    (answer) => answer.state !== undefined && accept(answer),
  );
const exceptionsOf = ({ exceptions }: Answer) => exceptions.map(({ code, state }) => `${code} ${state}`);
const storyOf = ({ timeline }: Answer) => timeline.map(({ milestone }) => milestone);

const at = '2026-01-03T10:00:00Z';
/** The second scan of a parcel, as it is read the n-th time. */
const read = (name: string, milestone: Milestone, revision: number): OutgoingEvent => {
  const eventId = deterministicId('misread', name);
  const event = scanned(name, milestone, at, { eventId, scanId: eventId, revision, rawCode: 'QX' });
  const id = deterministicId('told', eventId, String(revision));
  return revision === 0 ? { ...event, id } : { ...event, id, type: 'tracking.milestone_corrected' };
};

/** What was told of a parcel's exceptions, up to the first of a kind. */
const toldUntil = async (name: string, type: string, code: string): Promise<string[]> => {
  const ofParcel = (records: { key: string | null; value: unknown; headers: Record<string, string> }[]) =>
    records
      .filter(({ key }) => key === parcelId(name))
      .map(({ headers, value }) => `${headers['ce_type']} ${(value as { code: string }).code}`);
  const topic = await service.topics.read(exceptionsTopic);
  return ofParcel(await topic.until((records) => ofParcel(records).includes(`${type} ${code}`)));
};

describe('a scan that was read wrongly', () => {
  it('clears the exception that it was the cause of, and opens that of what it means', async () => {
    const name = 'misread';
    await service.publish(
      registered(name),
      scanned(name, 'arrived_at_delivery_depot', '2026-01-02T10:00:00Z'),
    );
    await service.publish(read(name, 'address_problem', 0));
    const wrong = await parcel(name, (now) => now.exceptions.length > 0);
    expect(exceptionsOf(wrong)).toEqual(['address_problem open']);

    await service.publish(read(name, 'lost', 1));
    const right = await parcel(name, (now) => now.state === 'lost');
    expect(storyOf(right)).toEqual(['arrived_at_delivery_depot', 'lost']);
    expect(exceptionsOf(right).sort()).toEqual(['address_problem cleared', 'lost open']);

    await service.publish(read(name, 'in_transit', 2));
    const back = await parcel(name, (now) => now.state === 'in_transit');
    expect(exceptionsOf(back).sort()).toEqual(['address_problem cleared', 'lost cleared']);
    expect(await toldUntil(name, 'exception.cleared', 'lost')).toEqual([
      'exception.opened address_problem',
      'exception.cleared address_problem',
      'exception.opened lost',
      'exception.cleared lost',
    ]);
  });

  it('is corrected once, however often and late a telling comes again', async () => {
    const name = 'redelivered';
    await service.publish(
      registered(name),
      scanned(name, 'arrived_at_delivery_depot', '2026-01-02T10:00:00Z'),
    );
    const tellings = [
      read(name, 'in_transit', 0),
      read(name, 'address_problem', 1),
      read(name, 'delivery_attempted', 2),
    ];
    for (const telling of tellings) await service.publish(telling);
    const corrected = await parcel(name, (now) => storyOf(now).includes('delivery_attempted'));
    const exceptions = exceptionsOf(corrected);
    const versionOf = async () =>
      (
        await service.query<{ version: number }>(
          'SELECT version FROM exception_detection.parcel WHERE parcel_id = $1',
          [parcelId(name)],
        )
      )[0]?.version;
    const before = await versionOf();

    await service.publish(...tellings.toReversed(), ...tellings);
    await service.publish(scanned(name, 'out_for_delivery', '2026-01-04T10:00:00Z'));
    const after = await parcel(name, (now) => now.state === 'out_for_delivery');
    expect(storyOf(after)).toEqual(['arrived_at_delivery_depot', 'delivery_attempted', 'out_for_delivery']);
    expect(exceptionsOf(after).map((one) => one.split(' ')[0])).toEqual(
      exceptions.map((one) => one.split(' ')[0]),
    );
    expect(await versionOf()).toBe((before ?? 0) + 1);
  });
});
