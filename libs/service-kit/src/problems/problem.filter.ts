import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { currentTraceId, type Logger } from '@landfall/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, toProblem, type Problem } from './to-problem.ts';

/** Answers every error as application/problem+json and logs those that nobody foresaw. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem !== error && problem.status >= 500) {
      this.logger[problem.status === 500 ? 'error' : 'warn'](
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
    void reply
      .status(problem.status)
      .headers(problem.headers)
      .type('application/problem+json')
      .send(JSON.stringify(body));
  }
}
