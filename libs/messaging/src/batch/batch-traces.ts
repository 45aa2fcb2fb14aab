import { propagation, ROOT_CONTEXT, SpanKind, trace, type Link, type Span } from '@opentelemetry/api';
import type { TraceHeaders } from '../events/cloud-event.ts';
import type { Envelope, ReceivedEvent } from '../events/received-event.ts';

/** More links make a span dear; the rest is counted in an attribute. */
const maxLinks = 64;
/** A span costs as much as a tenth of all else that is done for an event: a full batch has no more of them. */
const maxSpans = 128;

const noTrace: TraceHeaders = {};

const isSampled = ({ trace: { traceparent } }: Envelope): boolean => traceparent?.endsWith('-01') ?? false;

/**
 * One span for the batch, and for sampled events a span in the event's own trace, linked to the batch's. Where too many
 * are sampled, those with the lowest trace ids get one, in every service alike; the other traces only go through.
 */
export class BatchTraces {
  private readonly tracer = trace.getTracer('@landfall/messaging');
  /** Of the events that have a span of their own, by id. */
  private readonly headers = new Map<string, TraceHeaders>();
  private readonly spans: Span[] = [];

  constructor(topic: string, events: readonly ReceivedEvent[]) {
    const told = withSpans(events.filter(isSampled));
    if (told.length === 0) return;
    const parents = told.map((event) => propagation.extract(ROOT_CONTEXT, event.trace));
    const links = parents
      .slice(0, maxLinks)
      .map((parent) => trace.getSpanContext(parent))
      .filter((parent) => parent !== undefined)
      .map((parent): Link => ({ context: parent }));
    const attributes = {
      'messaging.system': 'kafka',
      'messaging.operation.type': 'process',
      'messaging.destination.name': topic,
    };
    const batch = this.tracer.startSpan(
      `process ${topic} batch`,
      {
        kind: SpanKind.CONSUMER,
        root: true,
        links,
        attributes: { ...attributes, 'messaging.batch.message_count': events.length },
      },
      ROOT_CONTEXT,
    );
    this.spans.push(batch);
    told.forEach((event, index) => {
      const parent = parents[index] ?? ROOT_CONTEXT;
      const span = this.tracer.startSpan(
        `process ${topic}`,
        {
          kind: SpanKind.CONSUMER,
          links: [{ context: batch.spanContext() }],
          attributes: { ...attributes, 'messaging.message.id': event.id },
        },
        parent,
      );
      this.spans.push(span);
      const headers = {};
      propagation.inject(trace.setSpan(parent, span), headers);
      this.headers.set(event.id, headers);
    });
  }

  /** What an event carries on from the one that causes it; nothing where that one is not sampled. */
  from(cause: Envelope | undefined): TraceHeaders {
    if (!cause) return noTrace;
    return this.headers.get(cause.id) ?? (isSampled(cause) ? cause.trace : noTrace);
  }

  end(): void {
    for (const span of this.spans) span.end();
  }
}

const withSpans = (sampled: readonly ReceivedEvent[]): readonly ReceivedEvent[] =>
  sampled.length <= maxSpans ? sampled : sampled.toSorted(byTrace).slice(0, maxSpans);

/** A traceparent begins with its version, which is the same in all. */
const byTrace = (a: ReceivedEvent, b: ReceivedEvent): number => {
  const [one = '', other = ''] = [a.trace['traceparent'], b.trace['traceparent']];
  return Number(one > other) - Number(one < other);
};
