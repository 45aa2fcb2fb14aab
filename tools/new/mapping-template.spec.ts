import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readMapping } from '../../apps/carrier-tracking/src/carriers/mapping/file/read-mapping.ts';
import { MappedPayloadReader } from '../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts';
import { mappingFiles } from './mapping-template.ts';

it('a new mapping file has under 60 lines, no fault, and reads its own example', () => {
  const [file, example] = mappingFiles('3-post');
  const text = file?.text ?? '';
  expect(text.split('\n').length).toBeLessThan(60);
  const read = readMapping('3-post.yaml', text);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const reader = new MappedPayloadReader(read.mapping);
  const [first] = parse(example?.text ?? '') as {
    payload: string;
    parcels: { scans: { milestone: string }[] }[];
  }[];
  const reading = reader.read(reader.parse(Buffer.from(first?.payload ?? '')));
  if (reading.kind !== 'understood') throw new Error(reading.reason);
  expect(reading.scans.map((scan) => scan.reading.milestone)).toEqual(
    first?.parcels[0]?.scans.map(({ milestone }) => milestone),
  );
});
