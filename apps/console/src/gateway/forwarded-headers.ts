import type { IncomingHttpHeaders } from 'node:http';
import { injectTraceHeaders } from '@landfall/telemetry';
import type { FastifyRequest } from 'fastify';

/** Of one connection only (RFC 9110, 7.6.1), or answered by the gateway itself. */
const ofTheConnection = [
  'connection',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** What services believe of us, so a client must not say it; the console page sets no cookies. */
const ofOurs =
  /^(authorization|cookie|forwarded|x-forwarded-.*|x-real-ip|x-internal-.*|x-landfall-.*|traceparent|tracestate|baggage)$/;

type Headers = Record<string, string | string[] | undefined>;

/**
 * The headers that a service receives: the client's own except those of its connection and those that only we may say.
 * @param token the internal token that speaks for the caller; none on open routes
 */
export const requestHeaders = (
  request: FastifyRequest,
  sent: IncomingHttpHeaders,
  token: string | undefined,
): Headers => {
  const headers: Headers = Object.fromEntries(
    Object.entries(sent).filter(([name]) => !ofTheConnection.includes(name) && !ofOurs.test(name)),
  );
  if (request.method === 'GET' || request.method === 'HEAD') delete headers['content-length'];
  headers['x-forwarded-for'] = request.ip;
  headers['x-forwarded-host'] = request.host;
  headers['x-forwarded-proto'] = request.protocol;
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  return injectTraceHeaders(headers);
};

/** The headers of a service's answer without those of the connection to it. */
export const responseHeaders = (answered: IncomingHttpHeaders): Headers =>
  Object.fromEntries(Object.entries(answered).filter(([name]) => !ofTheConnection.includes(name)));
