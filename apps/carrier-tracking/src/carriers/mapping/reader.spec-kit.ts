import { builtInMappings } from './built-in.ts';
import { MappedPayloadReader } from './mapped-payload.reader.ts';

/** The reader of one of our own mapping files. */
export const readerOf = (sender: string): MappedPayloadReader => {
  const mapping = builtInMappings().get(sender);
  if (!mapping) throw new Error(`there is no mapping file of ${sender}`);
  return new MappedPayloadReader(mapping);
};
