import { describe, expect, it } from '@jest/globals';
import type { MessageNode, ParcelStateName } from '@landfall/contracts';
import { decideMessages, judge, type MessageStatus, type NodeFacts } from './decide-messages.ts';

const now = new Date('2026-03-10T12:00:00Z');
const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const due = new Date('2026-03-10T12:03:00Z');

type Reached = Partial<Record<MessageNode, Date>>;
const parcel = (reached: Reached, state: ParcelStateName = 'in_transit'): NodeFacts => ({
  state,
  reached: { dispatched: null, out_for_delivery: null, delivered: null, ...reached },
});
const given = (messages: Partial<Record<MessageNode, MessageStatus>>) => ({
  when: (facts: NodeFacts) =>
    decideMessages(
      facts,
      new Map(Object.entries(messages) as [MessageNode, MessageStatus][]),
      now,
      180_000,
    ).map((decision) =>
      decision.kind === 'hold'
        ? [decision.node, 'held', decision.dueAt.toISOString()]
        : [decision.node, decision.reason],
    ),
});

describe('a node is reached', () => {
  it('holds one message for three minutes', () => {
    expect(given({}).when(parcel({ dispatched: before(1) }))).toEqual([
      ['dispatched', 'held', due.toISOString()],
    ]);
  });

  it.each<MessageStatus>(['held', 'sending', 'sent', 'failed', 'suppressed'])(
    'says nothing more when its message is %s',
    (status) => expect(given({ dispatched: status }).when(parcel({ dispatched: before(1) }))).toEqual([]),
  );

  it('says nothing while no node is reached', () => expect(given({}).when(parcel({}))).toEqual([]));
});

describe('a burst of scans', () => {
  it('tells only the furthest node when all come at once', () => {
    const facts = parcel({ dispatched: before(3), out_for_delivery: before(2), delivered: before(1) });
    expect(given({}).when(facts)).toEqual([
      ['dispatched', 'passed'],
      ['out_for_delivery', 'passed'],
      ['delivered', 'held', due.toISOString()],
    ]);
  });

  it('gives up the held message when the next node comes within the hold', () => {
    const facts = parcel({ dispatched: before(2), out_for_delivery: before(1) }, 'out_for_delivery');
    expect(given({ dispatched: 'held' }).when(facts)).toEqual([
      ['dispatched', 'passed'],
      ['out_for_delivery', 'held', due.toISOString()],
    ]);
  });

  it('leaves a message alone that is already on its way', () => {
    const facts = parcel({ dispatched: before(2), delivered: before(1) }, 'delivered');
    expect(given({ dispatched: 'sending' }).when(facts)).toEqual([['delivered', 'held', due.toISOString()]]);
  });
});

describe('a late scan', () => {
  it('of a node already passed sends nothing', () => {
    const facts = parcel({ dispatched: before(9), delivered: before(1) }, 'delivered');
    expect(given({ delivered: 'sent' }).when(facts)).toEqual([['dispatched', 'passed']]);
  });

  it('of an earlier node sends nothing even when the later one has been corrected away since', () => {
    expect(given({ delivered: 'sent' }).when(parcel({ dispatched: before(9) }))).toEqual([
      ['dispatched', 'passed'],
    ]);
  });

  it('over seven days old sends nothing; one just younger does', () => {
    expect(given({}).when(parcel({ dispatched: before(7 * 24 + 0.01) }))).toEqual([['dispatched', 'stale']]);
    expect(given({}).when(parcel({ dispatched: before(7 * 24) }))).toEqual([
      ['dispatched', 'held', due.toISOString()],
    ]);
  });
});

describe('news that is no longer true', () => {
  it.each<ParcelStateName>(['returning', 'returned', 'lost', 'destroyed', 'cancelled'])(
    'is not told of a parcel that is %s',
    (state) => {
      expect(given({ dispatched: 'held' }).when(parcel({ dispatched: before(1) }, state))).toEqual([
        ['dispatched', 'overtaken'],
      ]);
    },
  );

  it('is withdrawn when a correction takes the node back within the hold', () => {
    expect(given({ dispatched: 'held' }).when(parcel({}))).toEqual([['dispatched', 'withdrawn']]);
  });

  it('is found out again when the message is due, however long that took', () => {
    expect(judge('dispatched', parcel({ dispatched: before(1) }), now)).toBe('send');
    expect(judge('dispatched', parcel({ dispatched: before(200) }), now)).toBe('stale');
  });
});
