import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { notFound } from '../problems/problems.ts';

/** A path parameter that is one of our ids (UUID); anything else cannot exist and is answered 404. */
export const IdParam = createParamDecorator((name: string, context: ExecutionContext): string => {
  const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: Record<string, string> }>>();
  const id = params[name] ?? '';
  if (!isUUID(id)) throw notFound('The resource');
  return id.toLowerCase();
});
