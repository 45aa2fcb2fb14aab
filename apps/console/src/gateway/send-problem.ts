import { STATUS_CODES } from 'node:http';
import { ProblemError, problemOf, tooLarge, toProblem } from '@landfall/service-kit';
import { currentTraceId } from '@landfall/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';

const ofFastify = (error: unknown): unknown => {
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (error instanceof ProblemError || status >= 500) return error;
  if (status === 413) return tooLarge('The body is too large.');
  return new ProblemError({
    status,
    code: status === 415 ? 'unsupported_media_type' : 'bad_request',
    title: STATUS_CODES[status] ?? 'Bad Request',
    detail: (error as Error).message,
  });
};

/** Answers with problem details (RFC 9457), as the services do. */
export const sendProblem = (request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply => {
  const problem = problemOf(ofFastify(error));
  const traceId = currentTraceId();
  const body = {
    ...toProblem(problem),
    instance: request.url.split('?', 1)[0] ?? '',
    ...(traceId !== undefined && { traceId }),
  };
  // As bytes: Fastify would add a charset to text, and the media type has none.
  return reply
    .status(problem.status)
    .headers({ ...problem.headers, 'content-type': 'application/problem+json' })
    .send(Buffer.from(JSON.stringify(body)));
};
