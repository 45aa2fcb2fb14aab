import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { createLogger } from '../logging/logger.ts';
import { ExporterThatNeverDisturbs, type ExportReport } from './exporter-that-never-disturbs.ts';

export interface TelemetryOptions {
  /** Name of the service, as in `service.name`. */
  service: string;
  /** Where spans go; by default OTLP over HTTP (JSON) to OTEL_EXPORTER_OTLP_ENDPOINT. */
  exporter?: SpanExporter;
  report?: ExportReport;
}

export interface Telemetry {
  /** Sends what is left, for at most two seconds. Never throws. */
  shutdown(): Promise<void>;
}

const exportTimeoutMillis = 5_000;
const shutdownLimitMillis = 2_000;

/**
 * Starts tracing. Trace headers and the current context always pass through (W3C); spans are recorded and exported
 * only where OTEL_EXPORTER_OTLP_ENDPOINT (or an exporter) is given. The sampler is the SDK's: parent-based unless
 * OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG say otherwise.
 */
export const startTelemetry = (options: TelemetryOptions): Telemetry => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  if (!options.exporter && !process.env['OTEL_EXPORTER_OTLP_ENDPOINT'])
    return { shutdown: async () => undefined };

  const exporter = options.exporter ?? new OTLPTraceExporter({ timeoutMillis: exportTimeoutMillis });
  const quiet = new ExporterThatNeverDisturbs(exporter, options.report ?? createLogger(options.service));
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      [ATTR_SERVICE_NAME]: options.service,
      'service.namespace': 'landfall',
    }),
    spanProcessors: [new BatchSpanProcessor(quiet, { exportTimeoutMillis })],
  });
  trace.setGlobalTracerProvider(provider);
  return { shutdown: () => withinLimit(provider.shutdown()) };
};

const withinLimit = (work: Promise<void>): Promise<void> =>
  new Promise((resolve) => {
    const limit = setTimeout(resolve, shutdownLimitMillis);
    const settle = () => {
      clearTimeout(limit);
      resolve();
    };
    work.then(settle, settle);
  });
