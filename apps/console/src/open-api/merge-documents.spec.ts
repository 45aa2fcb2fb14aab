import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { mergeDocuments } from './merge-documents.ts';

const info = { title: 'Landfall', version: '1.0.0', description: '' };
const operation = (operationId: string, schema: string) => ({
  operationId,
  responses: {
    200: {
      description: '',
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
    },
  },
});
const document = (paths: object, schemas: object) =>
  ({ openapi: '3.1.0', info: { title: '', version: '' }, paths, components: { schemas } }) as OpenAPIObject;

const problem = { type: 'object', properties: { code: { type: 'string' } } };
const orders = document(
  {
    '/v1/orders': { post: operation('Controller_create', 'Answer') },
    '/internal/keys': { post: operation('Keys_verify', 'Answer') },
    '/health/live': { get: operation('Health_live', 'Answer') },
  },
  { Answer: { type: 'string' }, Problem: problem },
);
const routes = document(
  {
    '/v1/routes': { get: operation('Controller_create', 'Answer') },
    '/v1/orders': { get: operation('Controller_list', 'Whole') },
  },
  {
    Answer: { type: 'number' },
    Problem: problem,
    Whole: { allOf: [{ $ref: '#/components/schemas/Answer' }] },
  },
);

const merged = mergeDocuments(info, [
  { service: 'order-intake', document: orders },
  { service: 'capacity-pool', document: routes },
]);

describe('the merged document', () => {
  it('has the public paths of all services', () => {
    expect(Object.keys(merged.paths)).toEqual(['/v1/orders', '/v1/routes']);
    expect(Object.keys(merged.paths['/v1/orders'] ?? {})).toEqual(['post', 'get']);
    expect(merged).toMatchObject({ openapi: '3.1.0', info });
  });

  it('keeps one of what is the same and tells apart what is not', () => {
    expect(merged.components?.schemas).toEqual({
      Answer: { type: 'string' },
      Problem: problem,
      CapacityPoolAnswer: { type: 'number' },
      Whole: { allOf: [{ $ref: '#/components/schemas/CapacityPoolAnswer' }] },
    });
    expect(merged.paths['/v1/routes']).toEqual({
      get: operation('CapacityPool_Controller_create', 'CapacityPoolAnswer'),
    });
    expect(merged.paths['/v1/orders']?.post).toEqual(operation('Controller_create', 'Answer'));
  });

  it('has no reference that leads nowhere', () => {
    const references = JSON.stringify(merged).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
    for (const [, name = ''] of references) expect(merged.components?.schemas).toHaveProperty(name);
  });

  it('leaves the documents as they were', () => {
    expect(routes.paths['/v1/routes']?.get?.operationId).toBe('Controller_create');
  });
});
