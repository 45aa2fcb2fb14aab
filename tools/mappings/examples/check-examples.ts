import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UnreadableBody } from '../../../apps/carrier-tracking/src/carriers/mapping/bodies/unreadable-body.ts';
import { builtInFolder } from '../../../apps/carrier-tracking/src/carriers/mapping/built-in.ts';
import { readYaml } from '../../../apps/carrier-tracking/src/carriers/mapping/file/read-yaml.ts';
import {
  shapeFaults,
  type ShapeFault,
} from '../../../apps/carrier-tracking/src/carriers/mapping/file/shape-faults.ts';
import { MappedPayloadReader } from '../../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts';
import type { ReadScan } from '../../../apps/carrier-tracking/src/carriers/payload-reader.ts';
import type { FiledMapping } from '../mapping-files.ts';
import { ExampleFile, exampleValidator, type Example, type ExpectedParcel } from './example-file.ts';

/**
 * Reads the examples beside a mapping file and says where something else is read than they expect:
 * `examples/acme.yaml:51 (example 1, parcel 1, scan 2): milestone is in_transit, not delivered`. Files of ours must have
 * some; those in a folder of one's own may.
 */
export function checkExamples({ mapping, folder, file }: FiledMapping): string[] {
  const name = `examples/${file.replace(/\.\w+$/, '')}.yaml`;
  const path = join(folder, name);
  if (!existsSync(path))
    return folder === builtInFolder
      ? [`${name} is not there: give an answer of ${mapping.sender}, and what must be read of it`]
      : [];
  const read = readYaml(name, readFileSync(path, 'utf8'));
  if (Array.isArray(read)) return read.map(({ line, message }) => `${name}:${line}: ${message}`);
  const { value, faultAt } = read;
  const faults = exampleValidator.Check(value)
    ? readingFaults(new MappedPayloadReader(mapping), value)
    : shapeFaults(exampleValidator.Errors(value), value, ExampleFile).map(named);
  return faults.map(
    ({ pointer, message }) => `${name}:${faultAt(pointer, message).line}${whereIs(pointer)}: ${message}`,
  );
}

function readingFaults(reader: MappedPayloadReader, examples: readonly Example[]): ShapeFault[] {
  const faults = examples.flatMap((example, index) => exampleFaults(reader, example, `/${index}`));
  const hasScans = examples.some(({ parcels }) => parcels.some(({ scans }) => scans.length > 0));
  return hasScans ? faults : [...faults, { pointer: '', message: 'no example has a scan' }];
}

function exampleFaults(reader: MappedPayloadReader, example: Example, pointer: string): ShapeFault[] {
  let payload: unknown;
  try {
    payload = reader.parse(Buffer.from(example.payload));
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    return [{ pointer: `${pointer}/payload`, message: `${error.code}: ${error.message}` }];
  }
  if (example.parcels.length === 0) return withoutParcels(reader, payload, example, pointer);
  if (reader.isWithoutTracking(payload))
    return [{ pointer: `${pointer}/payload`, message: 'tells no tracking: one of `without` holds' }];
  return example.parcels.flatMap((expected, index) =>
    parcelFaults(reader, payload, expected, `${pointer}/parcels/${index}`),
  );
}

function withoutParcels(
  reader: MappedPayloadReader,
  payload: unknown,
  { number }: Example,
  pointer: string,
): ShapeFault[] {
  const reading = reader.read(payload, { number });
  if (reading.kind === 'not_understood')
    return [{ pointer: `${pointer}/payload`, message: `${reading.reason}: ${reading.detail}` }];
  return reading.scans.length === 0
    ? []
    : [
        {
          pointer: `${pointer}/parcels`,
          message: `says there is no parcel, but ${reading.number} has ${reading.scans.length} scans`,
        },
      ];
}

function parcelFaults(
  reader: MappedPayloadReader,
  payload: unknown,
  { number, carrier, scans, ...more }: ExpectedParcel,
  pointer: string,
): ShapeFault[] {
  const reading = reader.read(payload, { number });
  if (reading.kind === 'not_understood') {
    const numbers = reader
      .parcelsOf(payload)
      .flatMap((parcel) => reader.subjectOfParcel(parcel)?.number ?? []);
    const those = numbers.length === 0 ? '' : ` (the payload names ${numbers.join(', ')})`;
    return [
      {
        pointer: `${pointer}/number`,
        message: `not understood: ${reading.reason}: ${reading.detail}${those}`,
      },
    ];
  }
  const faults: ShapeFault[] = [];
  const differ = (at: string, expected: unknown, got: unknown) => {
    if (!isDeepStrictEqual(expected ?? null, got ?? null))
      faults.push({
        pointer: `${pointer}/${at}`,
        message: `${at.split('/').at(-1)} is ${textOf(got)}, not ${textOf(expected)}`,
      });
  };
  if (carrier !== undefined) {
    const carriers = reader.parcelsOf(payload).flatMap((parcel) => {
      const subject = reader.subjectOfParcel(parcel);
      return subject?.number === number ? [subject.carrier] : [];
    });
    if (!carriers.includes(carrier)) differ('carrier', carrier, carriers[0]);
  }
  if (more.estimatedDelivery !== undefined)
    differ('estimatedDelivery', more.estimatedDelivery, reading.estimatedDelivery);
  if (more.handOvers) {
    const told = reading.handOvers.map((one, index) =>
      more.handOvers?.[index]?.carrier === undefined ? { number: one.number } : { ...one },
    );
    differ('handOvers', more.handOvers, told);
  }
  if (scans.length !== reading.scans.length)
    faults.push({
      pointer: `${pointer}/scans`,
      message: `${reading.scans.length} scans are read (${reading.scans.map((scan) => scan.reading.milestone).join(', ')}), not ${scans.length}`,
    });
  for (const [index, expected] of scans.entries()) {
    const got = reading.scans[index];
    if (!got) continue;
    const read = flat(got);
    for (const [field, value] of Object.entries(expected))
      differ(`scans/${index}/${field}`, value, read[field]);
  }
  return faults;
}

const flat = ({
  reading,
  time,
  place,
  proof,
  rawCode,
  weightGrams,
  codeUnknown,
}: ReadScan): Record<string, unknown> => ({
  ...reading,
  ...time,
  ...place,
  proof: proof?.type ?? null,
  rawCode,
  weightGrams,
  codeUnknown,
});

const textOf = (value: unknown): string =>
  value === undefined || value === null
    ? 'nothing'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

/** A fault of the shape tells what it is about by its pointer only. */
const named = ({ pointer, message }: ShapeFault): ShapeFault => {
  const field = pointer.slice(pointer.lastIndexOf('/') + 1);
  return { pointer, message: /^\d*$/.test(field) ? message : `${field} ${message}` };
};

/** ` (example 1, parcel 1, scan 2)`, as far as a pointer goes. */
function whereIs(pointer: string): string {
  const [, example, , parcel, , scan] = pointer.split('/');
  const parts = [example && ['example', example], parcel && ['parcel', parcel], scan && ['scan', scan]];
  const words = parts.flatMap((part) =>
    part && /^\d+$/.test(part[1] ?? '') ? [`${part[0]} ${Number(part[1]) + 1}`] : [],
  );
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}
