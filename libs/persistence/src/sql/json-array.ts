// JSON escapes control characters: none stands in its text.
const separator = '\x01';

/**
 * Values as one parameter of a statement, for {@link jsonArraySql}: null and undefined become NULL. Nothing in the values is read again to
 * make a list of it, as it is in an array of Postgres' own or in jsonb_to_recordset, which take twice as long.
 */
export const jsonArray = (values: readonly unknown[]): string =>
  values.map((value) => (value == null ? '' : JSON.stringify(value))).join(separator);

/** The json[] that a parameter of {@link jsonArray} is: `$3` by number 3. */
export const jsonArraySql = (parameter: number): string =>
  `string_to_array($${parameter}, E'\\x01', '')::json[]`;
