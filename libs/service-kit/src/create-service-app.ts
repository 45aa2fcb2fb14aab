import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestLogger, type Logger } from '@landfall/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BaseConfig } from './config/base-config.ts';
import type { ServiceName } from '@landfall/contracts';
import { serveOpenApi, type OpenApiInfo } from './openapi/build-open-api.ts';
import { ProblemFilter } from './problems/problem.filter.ts';
import { writeProblem } from './problems/write-problem.ts';
import { defaultBodyLimit, limitBodies } from './requests/body-limit.ts';
import { countRequests } from './requests/count-requests.ts';
import { OpenRequests } from './requests/open-requests.ts';
import { traceRequests } from './requests/trace-requests.ts';
import { ServiceKitModule } from './service-kit.module.ts';
import { RequestValidationPipe } from './validation/request-validation.pipe.ts';

export interface ServiceAppOptions {
  name: ServiceName;
  config: BaseConfig;
  module: Type<unknown> | DynamicModule;
  logger: Logger;
  /** Adds what only this service needs, such as body parsers or plugins, before routes are made. */
  configure?: ((app: NestFastifyApplication) => void | Promise<void>) | undefined;
  /** Makes no instance and connects to nothing: only to read routes and types. */
  preview?: boolean;
}

/** What the OpenAPI document of a service is headed with. */
export const openApiInfoOf = (name: ServiceName): OpenApiInfo => ({
  title: `Landfall ${name}`,
  version: '1.0.0',
});

/** A caller that sends its request slower than this is cut off. */
const requestTimeoutMillis = 60_000;

class ServiceRoot {}

/**
 * The Nest application of a service on Fastify, ready for init() or listen(): tracing, open-request limit, problem
 * details, validation, health, metrics and OpenAPI. `request.rawBody` holds the bytes of every body.
 */
export const createServiceApp = async (options: ServiceAppOptions): Promise<NestFastifyApplication> => {
  const { name, config, module, logger, preview = false } = options;
  const requests = new OpenRequests(config.MAX_OPEN_REQUESTS, config.MAX_OPEN_BODY_BYTES);
  const adapter = new FastifyAdapter({
    bodyLimit: defaultBodyLimit,
    requestTimeout: requestTimeoutMillis,
    forceCloseConnections: 'idle',
    trustProxy: false,
    // A URL that cannot be read never comes as far as the filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      writeProblem(error, request, reply, logger),
  });
  const server = adapter.getInstance();
  traceRequests(server);
  countRequests(server, requests);
  limitBodies(server);

  const app = await NestFactory.create<NestFastifyApplication>(
    { module: ServiceRoot, imports: [ServiceKitModule.forRoot({ name, config, logger, requests }), module] },
    adapter,
    { logger: preview ? false : new NestLogger(logger), rawBody: true, abortOnError: false, preview },
  );
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  await options.configure?.(app);
  serveOpenApi(app, openApiInfoOf(name));
  return app;
};
