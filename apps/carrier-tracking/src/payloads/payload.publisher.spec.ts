import { describe, expect, it } from '@jest/globals';
import type { EventProducer, OutgoingEvent } from '@landfall/messaging';
import type { Clock } from '@landfall/service-kit';
import { PayloadPublisher } from './payload.publisher.ts';

const now = new Date('2026-03-04T00:00:00Z');
const clock: Clock = { now: () => now };
const payload = (id: string, bytes = 100) =>
  ({ id, data: { ciphertext: 'x'.repeat(bytes) } }) as OutgoingEvent;

/** A producer whose sends the test confirms one by one. */
const heldProducer = () => {
  const sends: { ids: string[]; confirm: () => void; refuse: (error: Error) => void }[] = [];
  const producer = {
    send: (events: readonly OutgoingEvent[]) =>
      new Promise<void>((confirm, refuse) => {
        sends.push({ ids: events.map((event) => event.id), confirm, refuse });
      }),
  } as unknown as EventProducer;
  return { sends, publisher: new PayloadPublisher(producer, clock) };
};

describe('publishing payloads', () => {
  it('gathers what arrives while a request is under way into the next one', async () => {
    const { sends, publisher } = heldProducer();
    const first = publisher.publish([payload('a')]);
    const others = [publisher.publish([payload('b')]), publisher.publish([payload('c'), payload('d')])];
    expect(sends.map((send) => send.ids)).toEqual([['a']]);
    sends[0]?.confirm();
    await first;
    expect(sends.map((send) => send.ids)).toEqual([['a'], ['b', 'c', 'd']]);
    sends[1]?.confirm();
    await Promise.all(others);
  });

  it('keeps each request under what a broker takes, and a large payload alone', async () => {
    const { sends, publisher } = heldProducer();
    const all = publisher.publish([
      payload('a', 400_000),
      payload('b', 300_000),
      payload('c', 200_000),
      payload('d', 899_000),
      payload('e'),
    ]);
    for (let sent = 0; sent < 4; sent += 1) {
      sends[sent]?.confirm();
      await new Promise(setImmediate);
    }
    await all;
    expect(sends.map((send) => send.ids)).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  });

  it('fails those of a request that was not confirmed, and sends the next ones', async () => {
    const { sends, publisher } = heldProducer();
    const first = publisher.publish([payload('a')]);
    const second = publisher.publish([payload('b')]);
    sends[0]?.refuse(new Error('not confirmed'));
    await expect(first).rejects.toThrow('not confirmed');
    sends[1]?.confirm();
    await expect(second).resolves.toBeUndefined();
  });
});
