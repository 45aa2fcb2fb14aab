export { createLogger, type Logger } from './logging/logger.ts';
export { NestLogger } from './logging/nest-logger.ts';
export { metricNames } from './metrics/metric-names.ts';
export type { ExportReport } from './tracing/exporter-that-never-disturbs.ts';
export {
  currentTraceId,
  extractTraceContext,
  injectTraceHeaders,
  linkTo,
  recordFailure,
  SpanKind,
  tracer,
  withSpan,
  type SpanSurroundings,
  type TraceCarrier,
} from './tracing/spans.ts';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './tracing/start-telemetry.ts';
