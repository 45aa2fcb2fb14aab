import type { Type } from '@nestjs/common';
import { validateSync, type ValidationError } from 'class-validator';
import type { FieldError } from '../problems/problem-error.ts';
import { validationFailed } from '../problems/problems.ts';
import type { FieldShape } from './field.ts';
import { fieldPlan } from './field-plan.ts';

/** More would only repeat the same mistake. */
const maxErrors = 50;

export interface ParseOptions {
  /** JSON pointer of the value within the request, such as `/orders/3`. */
  pointer?: string;
  /** Where all values arrive as text, whole numbers and booleans are read from it. */
  source?: 'body' | 'query';
}

/**
 * Reads a value as an object of the class: unknown fields are refused, nothing is converted.
 * Throws a ProblemError 400 `validation_failed` that names each wrong field by JSON pointer (RFC 6901).
 */
export const parseBody = <T extends object>(type: Type<T>, value: unknown, options: ParseOptions = {}): T => {
  const reader = new Reader(options.source ?? 'body');
  const result = reader.object(type, value, options.pointer ?? '');
  if (reader.errors.size > 0) {
    throw validationFailed(
      [...reader.errors].map(([pointer, detail]) => ({ pointer, detail }) satisfies FieldError),
    );
  }
  return result as T;
};

const pointerTo = (parent: string, key: string): string =>
  `${parent}/${key.slice(0, 100).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;

class Reader {
  /** What is wrong, by pointer; the first fault found at a place counts. */
  readonly errors = new Map<string, string>();

  constructor(private readonly source: 'body' | 'query') {}

  object(type: Type<object>, value: unknown, pointer: string): object | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault(pointer, 'must be an object');
      return undefined;
    }
    const { shapes, optional } = fieldPlan(type);
    const result = new type() as Record<string, unknown>;
    for (const [key, given] of Object.entries(value)) {
      if (this.errors.size >= maxErrors) return undefined;
      if (!shapes.has(key)) {
        this.fault(
          pointerTo(pointer, key),
          `is not known here: remove it (the fields are ${[...shapes.keys()].join(', ')})`,
        );
        continue;
      }
      const shape = shapes.get(key);
      if (given === null && optional.has(key) && !shape?.nullable) continue;
      result[key] = this.field(shape, given, pointerTo(pointer, key));
    }
    for (const key of Object.keys(result)) if (result[key] === undefined) delete result[key];
    for (const error of validateSync(result, { stopAtFirstError: true })) this.collect(error, pointer);
    return result;
  }

  private field(shape: FieldShape | undefined, value: unknown, pointer: string): unknown {
    if (shape?.kind === 'object' && shape.type && value !== null)
      return this.object(shape.type(), value, pointer);
    if (
      shape?.kind === 'objects' &&
      shape.type &&
      Array.isArray(value) &&
      value.length <= (shape.max ?? Infinity)
    ) {
      const { type } = shape;
      return value.map((item, index) =>
        this.errors.size < maxErrors ? this.object(type(), item, `${pointer}/${index}`) : undefined,
      );
    }
    return this.source === 'query' ? fromText(shape, value) : value;
  }

  private collect(error: ValidationError, parent: string): void {
    const pointer = pointerTo(parent, error.property);
    const [detail] = Object.values(error.constraints ?? {});
    if (detail !== undefined) this.fault(pointer, detail);
    for (const child of error.children ?? []) this.collect(child, pointer);
  }

  private fault(pointer: string, detail: string): void {
    if (this.errors.size < maxErrors && !this.errors.has(pointer)) this.errors.set(pointer, detail);
  }
}

/** A query parameter as the kind of its field; what is not one stays text, and the field's check says so. */
const fromText = (shape: FieldShape | undefined, value: unknown): unknown => {
  if (shape?.kind === 'texts')
    return (Array.isArray(value) ? value : [value]).flatMap((part) => String(part).split(','));
  if (typeof value !== 'string') return value;
  if (shape?.kind === 'integer' && /^-?\d{1,16}$/.test(value)) return Number(value);
  if (shape?.kind === 'number' && /^-?\d{1,16}(\.\d{1,16})?$/.test(value)) return Number(value);
  if (shape?.kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
};
