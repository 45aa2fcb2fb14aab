import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { badRequest } from '../problems/problems.ts';

export const idempotencyKeyHeader = 'idempotency-key';

/** The key of a request, if it has one. Throws ProblemError 400 `invalid_idempotency_key`. */
export const idempotencyKeyOf = (header: string | string[] | undefined): string | undefined => {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(header)) {
    throw badRequest('invalid_idempotency_key', 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  }
  return header;
};

/** The request's Idempotency-Key: string or undefined. */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined =>
    idempotencyKeyOf(context.switchToHttp().getRequest<FastifyRequest>().headers[idempotencyKeyHeader]),
);

/** Documents the header on a POST. */
export const ApiIdempotencyKey = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same key with the same body gives the first answer again, for 7 days.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
