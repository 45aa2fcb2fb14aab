import { context, trace, type Context, type Span } from '@opentelemetry/api';
import { extractTraceContext, recordFailure, SpanKind, tracer } from '@landfall/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * One server span for each request but those for health and metrics, in the trace of the caller's W3C headers.
 * The span is named by method and route, never by the path: paths hold ids and the tokens of tracking pages.
 */
export const traceRequests = (server: FastifyInstance): void => {
  const traced = new WeakMap<FastifyRequest, { span: Span; surrounding: Context }>();

  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    const route = request.routeOptions.url;
    if (route?.startsWith('/health') || route === '/metrics') return done();
    const parent = extractTraceContext(request.headers);
    const span = tracer().startSpan(
      route ? `${request.method} ${route}` : request.method,
      {
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': request.method, ...(route && { 'http.route': route }) },
      },
      parent,
    );
    const surrounding = trace.setSpan(parent, span);
    traced.set(request, { span, surrounding });
    reply.raw.once('close', () => {
      span.setAttribute('http.response.status_code', reply.statusCode);
      if (reply.statusCode >= 500) recordFailure(span, String(reply.statusCode));
      span.end();
    });
    context.with(surrounding, done);
  });

  // Reading a body goes on in the connection's own async context: the request's is entered again after it.
  server.addHook('preValidation', (request, _reply, done) => {
    const surrounding = traced.get(request)?.surrounding;
    if (surrounding) context.with(surrounding, done);
    else done();
  });

  server.addHook('onError', (request, _reply, error, done) => {
    const span = traced.get(request)?.span;
    if (span && (error.statusCode ?? 500) >= 500) span.setAttribute('error.type', error.name);
    done();
  });
};
