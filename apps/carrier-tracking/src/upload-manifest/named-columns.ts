import { validationFailed, type FieldError } from '@landfall/service-kit';
import { namableFields, type ManifestField } from './manifest-columns.ts';

export type NamedColumns = Partial<Record<ManifestField, string>>;

/** Of a header. */
const longest = 200;

/**
 * The headers that a sender has named, from JSON such as `{"mawb": "Master", "trackingNumber": "Ref"}`.
 * Throws ProblemError 400 `validation_failed`, naming each fault below /columns.
 */
export const namedColumns = (text: string | undefined): NamedColumns => {
  if (text === undefined || text === '') return {};
  const given = parsed(text);
  const faults: FieldError[] = [];
  const named: NamedColumns = {};
  for (const [field, header] of Object.entries(given)) {
    const pointer = `/columns/${field.slice(0, 100).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!(namableFields as string[]).includes(field))
      faults.push({ pointer, detail: `is not known here: there are ${namableFields.join(', ')}` });
    else if (typeof header !== 'string' || header.trim() === '' || header.length > longest)
      faults.push({ pointer, detail: `must be the header of the column, 1 to ${longest} characters` });
    else named[field as ManifestField] = header;
  }
  if (faults.length > 0) throw validationFailed(faults.slice(0, 20));
  return named;
};

const parsed = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // What is no JSON is answered as what is no object.
  }
  throw validationFailed([
    { pointer: '/columns', detail: 'must be a JSON object of headers, such as {"trackingNumber": "Ref"}' },
  ]);
};
