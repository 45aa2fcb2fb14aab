import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { fieldPlan } from './field-plan.ts';
import { parseBody } from './parse-body.ts';

/** Reads bodies and queries whose parameter is declared as a class with fields; all others pass as they are. */
export class RequestValidationPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (!metatype || (type !== 'body' && type !== 'query')) return value;
    const target = metatype as Type<object>;
    if (fieldPlan(target).shapes.size === 0) return value;
    return parseBody(target, type === 'query' ? (value ?? {}) : value, { source: type });
  }
}
