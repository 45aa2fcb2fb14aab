import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { context, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { startTelemetry, type Telemetry } from './start-telemetry.ts';
import {
  currentTraceId,
  extractTraceContext,
  injectTraceHeaders,
  linkTo,
  SpanKind,
  tracer,
  withSpan,
} from './spans.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

/** Keeps its spans through shutdown, which the SDK's own in-memory exporter does not. */
class KeepingExporter extends InMemorySpanExporter {
  override shutdown = async () => undefined;
}

let telemetry: Telemetry | undefined;
let server: Server | undefined;

afterEach(async () => {
  await telemetry?.shutdown();
  server?.close();
  server = undefined;
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  trace.disable();
  context.disable();
  propagation.disable();
});

describe('tracing without a collector', () => {
  it('passes the caller’s trace on and records nothing', async () => {
    telemetry = startTelemetry({ service: 'order-intake' });
    const parent = extractTraceContext({ traceparent });

    const headers = await withSpan(
      'work',
      SpanKind.INTERNAL,
      {},
      async (span) => {
        expect(span.isRecording()).toBe(false);
        await Promise.resolve();
        expect(currentTraceId()).toBe(traceId);
        return injectTraceHeaders<{ traceparent?: string }>({});
      },
      { parent },
    );

    expect(headers.traceparent).toBe(traceparent);
    expect(currentTraceId()).toBeUndefined();
  });

  it('takes no trace from a malformed header', () => {
    telemetry = startTelemetry({ service: 'order-intake' });
    expect(linkTo({ traceparent: 'nonsense' })).toBeUndefined();
    expect(linkTo({})).toBeUndefined();
  });
});

describe('tracing with a collector', () => {
  it('exports spans with their parent, their links and the service’s name', async () => {
    const exporter = new KeepingExporter();
    telemetry = startTelemetry({ service: 'analytics', exporter });
    const link = linkTo({ traceparent: Buffer.from(traceparent) });

    await withSpan('batch', SpanKind.CONSUMER, { size: 2 }, () => undefined, {
      parent: extractTraceContext({ traceparent: [traceparent] }),
      links: [link!],
    });
    await telemetry.shutdown();

    const [span] = exporter.getFinishedSpans();
    expect(span?.spanContext().traceId).toBe(traceId);
    expect(span?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
    expect(span?.links[0]?.context.traceId).toBe(traceId);
    expect(span?.resource.attributes).toMatchObject({
      'service.name': 'analytics',
      'service.namespace': 'landfall',
    });
  });

  it('marks a failed span without the error’s message, and throws the error on', async () => {
    const exporter = new KeepingExporter();
    telemetry = startTelemetry({ service: 'analytics', exporter });

    await expect(
      withSpan('work', SpanKind.INTERNAL, {}, () => Promise.reject(new TypeError('jane@example.com'))),
    ).rejects.toThrow('jane@example.com');
    await telemetry.shutdown();

    const [span] = exporter.getFinishedSpans();
    expect(span?.attributes['error.type']).toBe('TypeError');
    expect(JSON.stringify([span?.status, span?.events, span?.attributes])).not.toContain('jane');
  });

  it('sends JSON over HTTP to the endpoint of the environment', async () => {
    const bodies: string[] = [];
    server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => bodies.push(`${request.url} ${chunk}`));
      request.on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    telemetry = startTelemetry({ service: 'analytics' });

    tracer().startSpan('a span').end();
    await telemetry.shutdown();

    expect(bodies.join('')).toMatch(/^\/v1\/traces \{.*"name":"a span"/);
  });

  it('ends within its limit although the collector never answers', async () => {
    const held: ServerResponse[] = [];
    server = createServer((_request, response) => void held.push(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    telemetry = startTelemetry({ service: 'analytics', report: { warn: () => undefined } });
    tracer().startSpan('a span').end();

    const started = performance.now();
    await telemetry.shutdown();

    expect(performance.now() - started).toBeLessThan(3_000);
    for (const response of held) response.writeHead(400).end();
  });
});
