import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { jsonOf } from './json-of.ts';

interface RawBodyConfig {
  rawBody?: boolean;
}

/**
 * The body of this route is handed over as the bytes that came, of any content type: signatures are over bytes.
 * @param bodyLimit in bytes
 */
export const RawBody = (bodyLimit: number): MethodDecorator =>
  applyDecorators(RouteConfig({ rawBody: true, bodyLimit }));

/** The bytes of a body; none where the request had no body. */
export const rawBodyOf = ({ body }: FastifyRequest): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');

const wantsBytes = (request: FastifyRequest): boolean =>
  (request.routeOptions.config as RawBodyConfig | undefined)?.rawBody === true;

const fault = (statusCode: number, code: string, message: string) =>
  Object.assign(new Error(message), { statusCode, code });

/** Makes @RawBody hold; all other routes read JSON, as `jsonOf` does. */
export const handOverRawBodies = (app: NestFastifyApplication): void => {
  app.useBodyParser('application/json', {}, (request: FastifyRequest, body: Buffer, done) => {
    if (wantsBytes(request)) return done(null, body);
    if (body.length === 0)
      return done(fault(400, 'FST_ERR_CTP_EMPTY_JSON_BODY', 'the body is empty, but its type is JSON'));
    try {
      return done(null, jsonOf(body));
    } catch (error) {
      return done(error as Error);
    }
  });
  app.useBodyParser('*', {}, (request: FastifyRequest, body: Buffer, done) =>
    wantsBytes(request)
      ? done(null, body)
      : done(fault(415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE', 'bodies are JSON here')),
  );
};
