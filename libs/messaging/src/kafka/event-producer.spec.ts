import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SurroundingsError } from '@landfall/persistence';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import { EventProducer, OverloadedError } from './event-producer.ts';
import type { TopicMessage, Written } from './log/log-writer.ts';

const now = new Date('2026-03-04T00:00:00Z');
const limits = { mostBytes: 10_000, patienceMs: 1_000 };

const event = (id: string, bytes = 100) =>
  ({
    id,
    type: 'test',
    subject: id,
    version: 1,
    merchantId: null,
    topic: { name: 'test' },
    data: 'x'.repeat(bytes),
  }) as unknown as OutgoingEvent;

/** A producer whose requests the test confirms one by one. */
const heldProducer = (given = limits) => {
  const requests: { ids: string[]; confirm: () => void; refuse: (error: Error) => void }[] = [];
  const logs = {
    write: (messages: readonly TopicMessage[]) =>
      new Promise<Written[]>((confirm, refuse) => {
        requests.push({ ids: messages.map(({ key }) => key), confirm: () => confirm([]), refuse });
      }),
  };
  const producer = new EventProducer(logs, 'test', '', undefined, given);
  return { requests, send: (...events: OutgoingEvent[]) => producer.send(events, now) };
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Lets promises settle and pauses between requests pass. */
const goOn = () => jest.advanceTimersByTimeAsync(20);

describe('publishing from an edge', () => {
  it('gathers what arrives while a request is under way into the next one', async () => {
    const { requests, send } = heldProducer();
    const first = send(event('a'));
    const others = [send(event('b')), send(event('c'), event('d'))];
    await goOn();
    expect(requests.map(({ ids }) => ids)).toEqual([['a']]);
    requests[0]?.confirm();
    await first;
    await goOn();
    expect(requests.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c', 'd']]);
    requests[1]?.confirm();
    await Promise.all(others);
  });

  it('keeps each request under what a broker takes, and a large event alone', async () => {
    const { requests, send } = heldProducer();
    const all = send(
      event('a', 400_000),
      event('b', 300_000),
      event('c', 200_000),
      event('d', 899_000),
      event('e'),
    );
    for (let sent = 0; sent < 4; sent += 1) {
      await goOn();
      requests[sent]?.confirm();
    }
    await all;
    expect(requests.map(({ ids }) => ids)).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  });

  it('fails those of a request that was not confirmed, and sends the next ones', async () => {
    const { requests, send } = heldProducer();
    const first = expect(send(event('a'))).rejects.toThrow('did not confirm');
    const second = send(event('b'));
    await goOn();
    requests[0]?.refuse(new Error('no leader'));
    await first;
    await goOn();
    requests[1]?.confirm();
    await second;
  });
});

describe('when Kafka is slow or away', () => {
  it('refuses what would make too much wait, until some has been confirmed', async () => {
    const { requests, send } = heldProducer();
    const first = send(event('a', 6_000));
    await expect(send(event('b', 6_000))).rejects.toThrow(OverloadedError);
    const small = send(event('c', 1_000));
    await goOn();
    requests[0]?.confirm();
    await first;
    const again = send(event('b', 6_000));
    await goOn();
    requests[1]?.confirm();
    await small;
    await goOn();
    requests[2]?.confirm();
    await again;
    expect(requests.map(({ ids }) => ids)).toEqual([['a'], ['c'], ['b']]);
  });

  it('takes a large send while nothing waits, whatever the limit', async () => {
    const { requests, send } = heldProducer();
    const large = send(event('a', 50_000));
    await goOn();
    requests[0]?.confirm();
    await large;
  });

  it('lets nobody wait for longer than its patience, and does not send later what it refused', async () => {
    const { requests, send } = heldProducer();
    const underWay = expect(send(event('a'))).rejects.toThrow(SurroundingsError);
    const waiting = expect(send(event('b'))).rejects.toThrow(SurroundingsError);
    await jest.advanceTimersByTimeAsync(limits.patienceMs);
    await Promise.all([underWay, waiting]);

    await jest.advanceTimersByTimeAsync(1);
    await expect(send(event('c'))).rejects.toThrow('does not answer');
    requests[0]?.confirm();
    await goOn();
    const back = send(event('d'));
    await goOn();
    requests[1]?.confirm();
    await back;
    expect(requests.map(({ ids }) => ids)).toEqual([['a'], ['d']]);
  });

  it('counts what it gave up on while it is under way, and no longer', async () => {
    const { requests, send } = heldProducer({ ...limits, patienceMs: 100_000 });
    const first = send(event('a', 9_000));
    await goOn();
    await expect(send(event('b', 9_000))).rejects.toThrow(OverloadedError);
    requests[0]?.refuse(new Error('gone'));
    await expect(first).rejects.toThrow(SurroundingsError);
    const second = send(event('b', 9_000));
    await goOn();
    requests[1]?.confirm();
    await second;
  });
});
