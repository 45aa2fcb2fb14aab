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

/**
 * One span for the batch, and for each sampled event a span in the event's own trace, linked to the batch's.
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
    sampled.forEach((event, index) => {
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
