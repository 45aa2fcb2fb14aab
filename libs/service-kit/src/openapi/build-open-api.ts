import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, getSchemaPath, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from './problem.dto.ts';

export interface OpenApiInfo {
  title: string;
  version: string;
  description?: string;
}

/** The OpenAPI 3.1 document of an application's controllers; each route may answer with a problem, or ask to come later. */
export const buildOpenApi = (app: INestApplication, info: OpenApiInfo): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(info.title)
    .setVersion(info.version)
    .setDescription(info.description ?? '')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key of a merchant.' })
    .build();
  const document = SwaggerModule.createDocument(app, config, { extraModels: [ProblemDto] });
  addProblems(document);
  return document;
};

const problem = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } };
const retryAfter = {
  'Retry-After': { description: 'Seconds until it is worth asking again.', schema: { type: 'integer' } },
};

/** Answers that say: not now. The same request may be sent again. */
const notNow: NonNullable<OpenAPIObject['components']>['responses'] = {
  TooManyRequests: {
    description: 'The API key has used up its requests (`too_many_requests`).',
    headers: retryAfter,
    content: problem,
  },
  Unavailable: {
    description:
      'Too much is under way (`overloaded`), the process ends (`shutting_down`), or something that it needs is away.',
    headers: retryAfter,
    content: problem,
  },
};

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

const addProblems = (document: OpenAPIObject): void => {
  document.components = { ...document.components, responses: notNow };
  for (const path of Object.values(document.paths)) {
    for (const method of methods) {
      const operation = path[method];
      if (!operation) continue;
      if (operation.security)
        operation.responses['429'] ??= { $ref: '#/components/responses/TooManyRequests' };
      operation.responses['503'] ??= { $ref: '#/components/responses/Unavailable' };
      operation.responses['default'] ??= { description: 'Any other answer', content: problem };
    }
  }
};

/** Serves the document at /openapi.json and for people at /docs. */
export const serveOpenApi = (app: INestApplication, info: OpenApiInfo): void => {
  SwaggerModule.setup('docs', app, () => buildOpenApi(app, info), {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: info.title,
  });
};
