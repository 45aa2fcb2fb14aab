import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import { builtInFolder } from '../../apps/carrier-tracking/src/carriers/mapping/built-in.ts';
import { comparedFields } from './karrio.ts';

/** A disagreement that stands, a code that is left unmapped, or a payload that nobody can read, and why. */
const Declaration = Type.Object(
  {
    field: Type.Unsafe<(typeof comparedFields)[number] | 'unmapped' | 'unread'>({
      type: 'string',
      enum: [...comparedFields, 'unmapped', 'unread'],
    }),
    /** Only of events with this code. */
    code: Type.Optional(Type.String()),
    /** Only in the payload of this file name. */
    payload: Type.Optional(Type.String()),
    reason: Type.String({ minLength: 10 }),
  },
  { additionalProperties: false },
);
export type Declaration = Static<typeof Declaration>;
const validator = Compile(Type.Array(Declaration));

/** What is declared of a sender in mappings/disagreements. @throws Error where the file is not as it must be */
export function declarationsOf(sender: string): Declaration[] {
  const file = join(builtInFolder, 'disagreements', `${sender}.yaml`);
  if (!existsSync(file)) return [];
  const declared: unknown = parse(readFileSync(file, 'utf8'));
  if (validator.Check(declared)) return declared;
  const [fault] = validator.Errors(declared);
  throw new Error(`${file}: ${fault?.instancePath} ${fault?.message}`);
}

/** The first declaration that covers a disagreement. */
export function declarationFor(
  declarations: readonly Declaration[],
  { field, code, payload }: { field: Declaration['field']; code: string; payload: string },
): Declaration | undefined {
  return declarations.find(
    (one) =>
      one.field === field &&
      (one.code === undefined || one.code === code) &&
      (one.payload === undefined || payload.endsWith(one.payload)),
  );
}
