import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, getSchemaPath, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from './problem.dto.ts';

export interface OpenApiInfo {
  title: string;
  version: string;
  description?: string;
}

/** The OpenAPI 3.1 document of an application's controllers; each route may answer with a problem. */
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

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

const addProblems = (document: OpenAPIObject): void => {
  for (const path of Object.values(document.paths)) {
    for (const method of methods) {
      const operation = path[method];
      if (!operation) continue;
      operation.responses['default'] ??= {
        description: 'Any other answer',
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
      };
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
