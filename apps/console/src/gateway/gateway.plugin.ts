import httpProxy from '@fastify/http-proxy';
import type { ServiceName } from '@landfall/contracts';
import {
  mebibyte,
  notFound,
  problemOf,
  tooManyRequests,
  unauthorized,
  type InternalTokens,
} from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiKeys } from './api-keys.ts';
import { limitBody, refuseBody } from './body-limit.ts';
import { requestHeaders, responseHeaders } from './forwarded-headers.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { routeOf, type GatewayRoute } from './routes.ts';
import { sendProblem } from './send-problem.ts';
import { upstreamProblem } from './upstream-problem.ts';

export interface Gateway {
  urls: Record<ServiceName, string>;
  apiKeys: ApiKeys;
  tokens: InternalTokens;
  limiter: RateLimiter;
  logger: Logger;
}

/** Milliseconds. A batch of 16 MiB may take a service a while; a dead host must not take the client's patience. */
const connectTimeout = 2_000;
const answerTimeout = 120_000;

interface Passage {
  route: GatewayRoute;
  /** Absent on open routes. */
  token?: string;
}

/**
 * Forwards every request under /v1 and /t to the service that owns it, bodies unread: checks the API key, puts the
 * internal token in its place, holds callers to their rate. More specific routes of the same server go first.
 */
export const registerGateway = async (server: FastifyInstance, gateway: Gateway): Promise<void> => {
  const passages = new WeakMap<FastifyRequest, Passage>();
  const passageOf = (request: FastifyRequest): Passage => {
    const passage = passages.get(request);
    if (!passage) throw new Error('the request was not let in');
    return passage;
  };

  await server.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => {
      if (problemOf(error).status === 500)
        gateway.logger.error({ err: error }, 'a request failed in the gateway');
      return sendProblem(request, reply, error);
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (request, payload, done) => {
      const { bodyLimit = mebibyte } = passageOf(request).route;
      if (Number(request.headers['content-length'] ?? 0) > bodyLimit)
        refuseBody(payload, bodyLimit).catch(done);
      else done(null, limitBody(payload, bodyLimit));
    });
    scope.addHook('onRequest', async (request, reply) => {
      passages.set(request, await letIn(gateway, request, reply));
    });
    for (const prefix of ['/v1', '/t']) {
      await scope.register(httpProxy, {
        upstream: '',
        prefix,
        rewritePrefix: prefix,
        proxyPayloads: false,
        disableCache: true,
        disableRequestLogging: true,
        destroyAgent: true,
        undici: { connectTimeout, headersTimeout: answerTimeout, bodyTimeout: answerTimeout },
        replyOptions: {
          getUpstream: (request) => gateway.urls[passageOf(request as FastifyRequest).route.to],
          rewriteRequestHeaders: (request, headers) =>
            requestHeaders(request as FastifyRequest, headers, passageOf(request as FastifyRequest).token),
          rewriteHeaders: responseHeaders,
          retryDelay: () => null,
          onError: (reply, { error }) => {
            const { request } = reply as FastifyReply;
            const { to } = passageOf(request).route;
            const problem = upstreamProblem(to, error);
            if (problem.status >= 500)
              gateway.logger.warn({ err: error, service: to }, 'a service did not answer');
            sendProblem(request, reply as FastifyReply, problem);
          },
        },
      });
    }
  });
};

const letIn = async (gateway: Gateway, request: FastifyRequest, reply: FastifyReply): Promise<Passage> => {
  const path = request.url.split('?', 1)[0] ?? '';
  const route = routeOf(request.method, path);
  if (!route) throw notFound(`${request.method} ${path}`);
  if (route.open) return { route };

  const [, key] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!key) throw unauthorized('Send an API key as a Bearer token.');
  const caller = await gateway.apiKeys.callerOf(key);
  if (!caller) {
    throw unauthorized('The API key is not known.', 'Bearer realm="landfall", error="invalid_token"');
  }
  const { allowed, remaining, resetSeconds, retryAfterSeconds } = gateway.limiter.take(
    caller.keyId,
    performance.now(),
  );
  const rate = {
    'RateLimit-Limit': String(gateway.limiter.burst),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(resetSeconds),
  };
  if (!allowed) throw tooManyRequests(retryAfterSeconds, rate);
  reply.headers(rate);
  return { route, token: await gateway.tokens.sign(caller) };
};
