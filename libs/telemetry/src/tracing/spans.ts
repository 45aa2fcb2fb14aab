import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api';

export { SpanKind };

/** The tracer of the process; a no-op until startTelemetry has found a collector. */
export const tracer = (): Tracer => trace.getTracer('landfall');

/** Headers as HTTP servers and Kafka clients hand them out. */
export type TraceCarrier = Record<string, string | string[] | Buffer | (string | Buffer)[] | undefined>;

export interface SpanSurroundings {
  /** The context the span hangs under; the current one by default. */
  parent?: Context;
  /** Spans this one follows from without being their child, such as those that produced a batch's messages. */
  links?: Link[];
}

/**
 * Runs work inside a span and ends it with the work; an error marks the span and is thrown on.
 * The span is the current one for all that the work awaits.
 */
export const withSpan = async <T>(
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  work: (span: Span) => T | Promise<T>,
  surroundings: SpanSurroundings = {},
): Promise<T> => {
  const parent = surroundings.parent ?? context.active();
  const span = tracer().startSpan(name, { kind, attributes, links: surroundings.links ?? [] }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    recordFailure(span, error);
    throw error;
  } finally {
    span.end();
  }
};

/** Marks the span as failed by this error: its class only, since messages may quote what a person typed. */
export const recordFailure = (span: Span, error: unknown): void => {
  const type = error instanceof Error ? error.name : typeof error;
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR, message: type });
};

/** Writes the current trace's W3C headers into the carrier and returns it. */
export const injectTraceHeaders = <Carrier extends object>(carrier: Carrier): Carrier => {
  propagation.inject(context.active(), carrier);
  return carrier;
};

/** The context that a message or a request was sent in; the root context where it carries no valid trace. */
export const extractTraceContext = (headers: TraceCarrier): Context =>
  propagation.extract(ROOT_CONTEXT, headers, {
    keys: (carrier) => Object.keys(carrier),
    get: (carrier, key) => {
      const value = carrier[key];
      const first = Array.isArray(value) ? value[0] : value;
      return first?.toString();
    },
  });

/** A link to the span that produced a message, or undefined where the message carries no valid trace. */
export const linkTo = (headers: TraceCarrier): Link | undefined => {
  const producer = trace.getSpanContext(extractTraceContext(headers));
  return producer && { context: producer };
};

/** The 32 hex digits of the current trace, if there is one. */
export const currentTraceId = (): string | undefined => trace.getSpanContext(context.active())?.traceId;
