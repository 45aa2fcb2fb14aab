import { MappingFile } from './mapping-file.ts';

/** The JSON Schema of mapping files, as editors and outsiders take it. */
export const mappingSchema = (): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Landfall carrier mapping',
  description: "Where in a carrier's tracking answers things are, and what its codes mean.",
  ...(JSON.parse(JSON.stringify(MappingFile)) as object),
});
