import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

export const mebibyte = 1024 * 1024;

/** Bytes a body may have where the route does not say otherwise. */
export const defaultBodyLimit = mebibyte;

/** Lets the bodies of one route be larger, or smaller, than 1 MiB. In bytes. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes });

/** Makes @BodyLimit hold: to be called before routes are added. */
export const limitBodies = (server: FastifyInstance): void => {
  server.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: number };
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
};
