import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OpenRequests } from './open-requests.ts';

/** Asked by operators and by our own services, and needed most while a service is overloaded or draining. */
const uncounted = ['/health', '/metrics', '/internal', '/v1/clock'];

export const isCounted = (url: string): boolean => {
  const path = url.split('?', 1)[0] ?? '';
  return !uncounted.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
};

/**
 * Bytes that a request's body will take up: as announced, or as many as its route allows where nothing is announced.
 * One that is over its route's limit is refused unread.
 */
const bodyBytesOf = (request: FastifyRequest): number => {
  const { 'content-length': announced, 'transfer-encoding': encoding } = request.headers;
  const { bodyLimit = 0 } = request.routeOptions;
  if (announced === undefined) return encoding === undefined ? 0 : bodyLimit;
  return Number(announced) > bodyLimit ? 0 : Number(announced);
};

/**
 * Counts every request of the server but those of operators and of our own services. One whose caller hung up counts
 * until its handler has an answer, since until then it may still have effects.
 */
export const countRequests = (server: FastifyInstance, requests: OpenRequests): void => {
  const releases = new WeakMap<FastifyRequest, { release: () => void; closed: boolean }>();

  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    if (!isCounted(request.url)) return done();
    let release: () => void;
    try {
      release = requests.begin(bodyBytesOf(request));
    } catch (error) {
      return done(error as Error);
    }
    const state = { release, closed: false };
    releases.set(request, state);
    reply.raw.once('finish', release);
    reply.raw.once('close', () => {
      state.closed = true;
      if (reply.sent) release();
    });
    done();
  });

  server.addHook('onSend', (request, _reply, payload, done) => {
    const state = releases.get(request);
    if (state?.closed) state.release();
    done(null, payload);
  });
};
