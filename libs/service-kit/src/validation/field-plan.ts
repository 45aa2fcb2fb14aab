import type { Type } from '@nestjs/common';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { FieldShape } from './field.ts';

/** The fields of a class: those with any validation on them. */
export interface FieldPlan {
  /** Undefined for a field that has only decorators of class-validator's own. */
  shapes: ReadonlyMap<string, FieldShape | undefined>;
  optional: ReadonlySet<string>;
}

const plans = new WeakMap<object, FieldPlan>();

/** The plan of a class; empty for one that has no validated field. */
export const fieldPlan = (type: Type<object>): FieldPlan => {
  const known = plans.get(type);
  if (known) return known;
  const shapes = new Map<string, FieldShape | undefined>();
  const optional = new Set<string>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(type, '', false, false)) {
    const { propertyName } = metadata;
    const shape = metadata.constraints?.find((constraint) => constraint instanceof FieldShape);
    shapes.set(propertyName, shape ?? shapes.get(propertyName));
    if (metadata.type === ValidationTypes.CONDITIONAL_VALIDATION) optional.add(propertyName);
  }
  const plan = { shapes, optional };
  plans.set(type, plan);
  return plan;
};
