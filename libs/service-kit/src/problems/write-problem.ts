import { currentTraceId, type Logger } from '@landfall/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, toProblem, type Problem } from './to-problem.ts';

/** Answers a request with the problem that an error is, and logs an error that nobody foresaw. */
export const writeProblem = (
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): void => {
  const problem = problemOf(error);
  if (problem !== error && problem.status >= 500) {
    const level = problem.status === 500 ? 'error' : 'warn';
    logger[level](
      { err: error, method: request.method, route: request.routeOptions?.url },
      'a request failed',
    );
  }
  if (reply.sent || reply.raw.headersSent) return;
  const traceId = currentTraceId();
  const body: Problem = {
    ...toProblem(problem),
    instance: request.url.split('?', 1)[0] ?? '',
    ...(traceId !== undefined && { traceId }),
  };
  // As bytes: Fastify would add a charset to text, and the media type has none.
  void reply
    .status(problem.status)
    .headers({ ...problem.headers, 'content-type': 'application/problem+json' })
    .send(Buffer.from(JSON.stringify(body)));
};
