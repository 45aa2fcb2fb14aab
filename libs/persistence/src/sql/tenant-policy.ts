/**
 * Row-level security of a table with a merchant_id: forced, so that not even the table's owner sees past it.
 * The cast after the sub-select makes it one value, read once a statement, instead of a set of arrays.
 * A connection without `app.merchants` fails at every access; those of the pools begin with nobody.
 */
export const tenantPolicySql = (table: string): string => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY ${table}_of_merchant ON ${table}
  USING (merchant_id = ANY((SELECT current_setting('app.merchants')::uuid[])::uuid[]));
`;
