import { context, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ReceivedEvent } from '../events/received-event.ts';
import { BatchTraces } from './batch-traces.ts';

const spans = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });

beforeAll(() => provider.register());
beforeEach(() => spans.reset());
afterAll(async () => {
  await provider.shutdown();
  for (const api of [trace, context, propagation]) api.disable();
});

/** Of the event's own trace; the later an event, the lower is its trace's id. */
const traceIdOf = (index: number): string => (1_000_000 - index).toString(16).padStart(32, '0');

const event = (index: number, flags = '01'): ReceivedEvent =>
  ({
    id: `event-${index}`,
    trace: { traceparent: `00-${traceIdOf(index)}-00f067aa0ba902b7-${flags}` },
  }) as unknown as ReceivedEvent;

const told = (traces: BatchTraces, cause: ReceivedEvent): string | undefined =>
  traces.from(cause)['traceparent'];

const ended = (events: readonly ReceivedEvent[]): BatchTraces => {
  const traces = new BatchTraces('topic', events);
  traces.end();
  return traces;
};

const ownSpans = (): string[] =>
  spans
    .getFinishedSpans()
    .filter(({ name }) => name === 'process topic')
    .map((span) => span.spanContext().traceId);

describe('the traces of a batch', () => {
  it('are those of its sampled events, which what they bring about goes on with', () => {
    const traces = ended([event(0), event(1, '00')]);
    expect(ownSpans()).toEqual([traceIdOf(0)]);
    expect(told(traces, event(1, '00'))).toBeUndefined();
    expect(told(traces, event(0))).toMatch(new RegExp(`^00-${traceIdOf(0)}-(?!00f067aa0ba902b7)`));
    expect(spans.getFinishedSpans().map(({ name }) => name)).toContain('process topic batch');
  });

  it('get no span where none is sampled', () => {
    ended([event(0, '00')]);
    expect(spans.getFinishedSpans()).toEqual([]);
  });

  it('get at most 128 spans, by the lowest ids; the others only go through', () => {
    const events = Array.from({ length: 200 }, (_, index) => event(index));
    const traces = ended(events);
    expect(ownSpans().toSorted()).toEqual(
      events
        .slice(72)
        .map((_, index) => traceIdOf(index + 72))
        .toSorted(),
    );
    expect(told(traces, event(0))).toBe(`00-${traceIdOf(0)}-00f067aa0ba902b7-01`);
  });
});
