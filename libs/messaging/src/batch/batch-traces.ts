import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  type Context,
  type Link,
  type Span,
} from '@opentelemetry/api';
import type { Envelope, ReceivedEvent } from '../events/received-event.ts';

/** More links make a span dear; the rest is counted in an attribute. */
const maxLinks = 64;

/** A span costs as much as a tenth of all else that is done for an event: a full batch has no more of them. */
const maxSpans = 128;

/**
 * One span for the batch, and for sampled events a span in the event's own trace, linked to the batch's. Where too many
 * are sampled, those with the lowest trace ids get one, in every service alike; the other traces only go through.
 */
export class BatchTraces {
  private readonly tracer = trace.getTracer('@landfall/messaging');
  private readonly contexts = new Map<string, Context>();
  private readonly spans: Span[] = [];

  constructor(topic: string, events: readonly ReceivedEvent[]) {
    const sampled = events.filter((event) => event.trace['traceparent']?.endsWith('-01'));
    if (sampled.length === 0) return;
    const parents = sampled.map((event) => propagation.extract(ROOT_CONTEXT, event.trace));
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
    const told = new Set(withSpans(sampled));
    sampled.forEach((event, index) => {
      const parent = parents[index] ?? ROOT_CONTEXT;
      this.contexts.set(event.id, parent);
      if (!told.has(event)) return;
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
      this.contexts.set(event.id, trace.setSpan(parent, span));
    });
  }

  /** Runs work under the trace of the event that causes it. */
  under<T>(cause: Envelope | undefined, work: () => T): T {
    return context.with((cause && this.contexts.get(cause.id)) ?? ROOT_CONTEXT, work);
  }

  end(): void {
    for (const span of this.spans) span.end();
  }
}

const withSpans = (sampled: readonly ReceivedEvent[]): readonly ReceivedEvent[] =>
  sampled.length <= maxSpans ? sampled : sampled.toSorted(byTrace).slice(0, maxSpans);

/** A traceparent begins with its version, which is the same in all. */
const byTrace = (a: ReceivedEvent, b: ReceivedEvent): number =>
  (a.trace['traceparent'] ?? '') < (b.trace['traceparent'] ?? '') ? -1 : 1;
