import { context, trace } from '@opentelemetry/api';
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

export type { Logger };

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * A logger that writes one JSON object a line to standard output: `level` as a word, `time` in RFC 3339, `service`,
 * and `trace_id` and `span_id` where a trace is current. LOG_LEVEL sets the lowest level written (default `info`).
 */
export const createLogger = (service: string, destination?: DestinationStream): Logger => {
  const wanted = process.env['LOG_LEVEL'] ?? '';
  const options = {
    base: { service },
    level: levels.includes(wanted) ? wanted : 'info',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => {
      const span = trace.getSpanContext(context.active());
      return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
    },
  };
  return destination ? pino(options, destination) : pino(options);
};
