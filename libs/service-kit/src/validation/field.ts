import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import type { Check } from './checks/texts.ts';

export interface FieldOptions {
  /** The field may be absent; null counts as absent. */
  optional?: true;
  /** null is a value of its own and is kept: "clear this". */
  nullable?: true;
  description?: string;
  example?: unknown;
}

/** What reading a request has to know of a field, kept with its validation so that mapped types inherit it. */
export class FieldShape {
  constructor(
    readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'texts' | 'object' | 'objects',
    readonly nullable: boolean,
    readonly type?: () => Type<object>,
    readonly max?: number,
  ) {}
}

interface FieldDefinition {
  kind: FieldShape['kind'];
  check: Check;
  schema: ApiPropertyOptions;
  type?: () => Type<object>;
  /** Of a list: items at most. */
  max?: number;
}

const optionalField = ValidateIf((_owner, value: unknown) => value !== undefined);
const nullableField = ValidateIf((_owner, value: unknown) => value !== null);

/** One decorator for a field's validation and its OpenAPI. */
export const field = (definition: FieldDefinition, options: FieldOptions): PropertyDecorator => {
  const { kind, check, schema, type, max } = definition;
  const fault = (value: unknown, args?: ValidationArguments): string | undefined =>
    value === undefined || value === null ? 'is required' : check(value, args?.object ?? {});
  const { optional, nullable, description, example } = options;
  const property = {
    ...schema,
    required: !optional,
    ...(nullable && { nullable }),
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
  } as ApiPropertyOptions;
  return applyDecorators(
    ApiProperty(property),
    ValidateBy({
      name: kind,
      constraints: [new FieldShape(kind, nullable ?? false, type, max)],
      validator: {
        validate: (value: unknown, args?: ValidationArguments) => fault(value, args) === undefined,
        defaultMessage: (args?: ValidationArguments) => fault(args?.value, args) ?? '',
      },
    }),
    ...(optional ? [optionalField] : []),
    ...(nullable ? [nullableField] : []),
  );
};
