import { isUUID } from 'class-validator';

/** Where a page in the order of ids ended. */
export interface IdPosition {
  id: string;
}

export const isIdPosition = (value: unknown): value is IdPosition =>
  typeof value === 'object' && value !== null && 'id' in value && isUUID(value.id);
