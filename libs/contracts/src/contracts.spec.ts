import { describe, expect, it } from '@jest/globals';
import {
  asyncApi,
  exceptionsTopic,
  partitionCount,
  topicConfigs,
  topicNamed,
  topicRegistry,
  validateEvent,
} from './index.ts';

describe('the topic registry', () => {
  it('gives every topic a name of its own and the key field to each of its events', () => {
    expect(new Set(topicRegistry.map((topic) => topic.name)).size).toBe(topicRegistry.length);
    for (const topic of topicRegistry)
      for (const event of Object.values(topic.events)) expect(event.data.required).toContain(topic.key);
  });

  it('tells event types apart over all topics', () => {
    const types = topicRegistry.flatMap((topic) => Object.keys(topic.events));
    expect(new Set(types).size).toBe(types.length);
  });

  it('provisions twelve partitions with the time of the log', () => {
    const states = topicConfigs({ prefix: 'x.' }).find(
      (topic) => topic.topic === 'x.landfall.parcel-states.v1',
    );
    expect(states?.numPartitions).toBe(partitionCount);
    expect(states?.configEntries).toContainEqual({ name: 'cleanup.policy', value: 'compact' });
    expect(states?.configEntries).toContainEqual({ name: 'message.timestamp.type', value: 'LogAppendTime' });
  });
});

describe('validation', () => {
  const cancelled = { orderId: '018f0000-0000-7000-8000-000000000001', cancelledAt: '2026-01-02T03:04:05Z' };
  const orders = topicNamed('landfall.orders.v1');
  if (!orders) throw new Error('no orders topic');

  it('accepts an event and keeps fields it does not know', () => {
    expect(validateEvent(orders, 'order.cancelled', { ...cancelled, later: 1 })).toEqual({
      ok: true,
      event: { type: 'order.cancelled', data: { ...cancelled, later: 1 } },
    });
  });

  it('names the field that is wrong', () => {
    const result = validateEvent(orders, 'order.cancelled', { ...cancelled, cancelledAt: 'yesterday' });
    expect(result).toMatchObject({ ok: false, reason: 'invalid_data' });
    expect(result.ok ? '' : result.detail).toContain('/cancelledAt');
  });

  it('tells an unknown type from wrong data', () => {
    expect(validateEvent(exceptionsTopic, 'exception.exploded', {})).toMatchObject({
      ok: false,
      reason: 'unknown_type',
    });
  });
});

describe('AsyncAPI', () => {
  it('describes every event type that others may read, and none of the private topic', () => {
    const { components } = asyncApi() as { components: { messages: Record<string, { name: string }> } };
    const told = Object.values(components.messages).map((message) => message.name);
    const open = topicRegistry.filter((topic) => !topic.private);
    expect(told.sort()).toEqual(open.flatMap((topic) => Object.keys(topic.events)).sort());
    expect(told).not.toContain('carrier.payload_received');
  });
});
