import { isDeepStrictEqual } from 'node:util';
import type { OpenAPIObject } from '@nestjs/swagger';

/** One service's OpenAPI 3.1 document. */
export interface ServiceDocument {
  service: string;
  document: OpenAPIObject;
}

export interface MergedInfo {
  title: string;
  version: string;
  description: string;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Components = Record<string, Record<string, Json>>;

const pascal = (service: string): string =>
  service.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Rewrites every `$ref` of a document. */
const rename = (value: Json, names: ReadonlyMap<string, string>): Json => {
  if (Array.isArray(value)) return value.map((item) => rename(item, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' ? (names.get(item) ?? item) : rename(item, names),
    ]),
  );
};

/** References of components whose name another service gave to something else, and what they are called instead. */
const clashes = (service: string, own: Components, taken: Components): Map<string, string> => {
  const names = new Map<string, string>();
  for (const [kind, components] of Object.entries(own)) {
    for (const [name, component] of Object.entries(components)) {
      const other = taken[kind]?.[name];
      if (other !== undefined && !isDeepStrictEqual(other, component)) {
        names.set(`#/components/${kind}/${name}`, `#/components/${kind}/${pascal(service)}${name}`);
      }
    }
  }
  return names;
};

const isPublic = (path: string): boolean => path.startsWith('/v1/') || path.startsWith('/t/');

/**
 * One OpenAPI 3.1 document out of those of the services: their public paths, and their components, of which one whose
 * name means something else elsewhere gets its service's name before its own. Operations keep their order.
 */
export const mergeDocuments = (info: MergedInfo, parts: readonly ServiceDocument[]): OpenAPIObject => {
  const paths: Record<string, Json> = {};
  const components: Components = {};
  const operationIds = new Set<string>();
  for (const { service, document } of parts) {
    const plain = JSON.parse(JSON.stringify(document)) as {
      paths?: Record<string, Json>;
      components?: Components;
    };
    const names = clashes(service, plain.components ?? {}, components);
    for (const [kind, own] of Object.entries(plain.components ?? {})) {
      const all = (components[kind] ??= {});
      for (const [name, component] of Object.entries(own)) {
        const reference = names.get(`#/components/${kind}/${name}`);
        all[reference?.split('/').at(-1) ?? name] ??= rename(component, names);
      }
    }
    for (const [path, item] of Object.entries(plain.paths ?? {})) {
      if (!isPublic(path)) continue;
      const operations = rename(item, names) as Record<string, Json>;
      for (const operation of Object.values(operations)) {
        const named = operation as { operationId?: string };
        if (named.operationId === undefined) continue;
        if (operationIds.has(named.operationId))
          named.operationId = `${pascal(service)}_${named.operationId}`;
        operationIds.add(named.operationId);
      }
      paths[path] = { ...(paths[path] as Record<string, Json> | undefined), ...operations };
    }
  }
  return { openapi: '3.1.0', info, paths, components } as unknown as OpenAPIObject;
};
