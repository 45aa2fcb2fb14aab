import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { builtInFolder, builtInMappings } from './built-in.ts';
import type { ReadScan } from '../payload-reader.ts';
import { MappedPayloadReader } from './mapped-payload.reader.ts';

/** A payload of a sender and what must be read of it; what is not given here is not looked at. */
interface Example {
  payload: string;
  /** Where the payload names none. */
  number?: string;
  /** None: an answer that tells no tracking. */
  parcels: {
    number: string;
    carrier?: string;
    estimatedDelivery?: string | null;
    handOvers?: object[];
    scans: Record<string, unknown>[];
  }[];
}

const examplesOf = (sender: string): Example[] => {
  const file = join(builtInFolder, 'examples', `${sender}.yaml`);
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Example[]) : [];
};

const flat = ({ reading, time, place, proof, rawCode, weightGrams, codeUnknown }: ReadScan) => ({
  ...reading,
  ...time,
  ...place,
  proof: proof?.type ?? null,
  rawCode,
  weightGrams,
  codeUnknown,
});

describe.each([...builtInMappings().values()])('the mapping file of $sender', (mapping) => {
  const reader = new MappedPayloadReader(mapping);
  const examples = examplesOf(mapping.sender);

  it('has an example with scans in mappings/examples', () => {
    expect(examples.some(({ parcels }) => parcels.some(({ scans }) => scans.length > 0))).toBe(true);
  });

  it.each(examples.map((example, index) => [index + 1, example] as const))(
    'reads example %i',
    (_, example) => {
      const payload = reader.parse(Buffer.from(example.payload));
      if (example.parcels.length === 0)
        expect(reader.read(payload, example)).toMatchObject({ kind: 'understood', scans: [] });
      else expect(reader.isWithoutTracking(payload)).toBe(false);
      for (const { number, carrier, scans, ...more } of example.parcels) {
        const reading = reader.read(payload, { number });
        expect(reading).toMatchObject({ kind: 'understood', number, ...more });
        if (reading.kind !== 'understood') continue;
        expect(reading.scans.map(flat)).toMatchObject(scans);
        const subjects = reader.parcelsOf(payload).map((parcel) => reader.subjectOfParcel(parcel));
        if (carrier !== undefined) expect(subjects).toContainEqual({ number, carrier });
      }
    },
  );
});
