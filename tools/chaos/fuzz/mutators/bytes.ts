import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { packedAt } from '../seeds/made-bodies.ts';
import { chosen, repeated, type Choice, type Mutator } from './mutator.ts';
import { textMutators, xmlMutators } from './text.ts';

/** Beijing in GBK, bytes that no text in UTF-8 has, overlong forms, a surrogate in UTF-8, NUL. */
const sequences = [
  [0xb1, 0xb1, 0xbe, 0xa9],
  [0xff],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0x00],
  [0xef, 0xbb, 0xbf],
  [0xe2, 0x80, 0xae],
  [0x80],
].map((bytes) => Buffer.from(bytes));

/** What is done to the bytes of a body, whatever they are. */
export const byteMutators: Readonly<Record<string, Mutator<Buffer>>> = {
  flip: (bytes, { at, manner }) => {
    const flipped = Buffer.from(bytes);
    for (let count = 1 + (manner % 4); count > 0 && flipped.length > 0; count -= 1) {
      const place = (at * count) % flipped.length;
      flipped.writeUInt8(flipped.readUInt8(place) ^ (1 << ((manner + count) % 8)), place);
    }
    return flipped;
  },
  insertBytes: (bytes, { at, manner }) => {
    const place = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, place), chosen(sequences, manner), bytes.subarray(place)]);
  },
  cut: (bytes, { at }) => bytes.subarray(0, at % (bytes.length + 1)),
  encode: (bytes, { manner }) => {
    const text = bytes.toString('utf8');
    const little = Buffer.from(`${manner % 2 === 0 ? '\ufeff' : ''}${text}`, 'utf16le');
    switch (manner % 4) {
      case 0:
      case 1:
        return little;
      case 2:
        return Buffer.from(little).swap16();
      default:
        return Buffer.from(text, 'latin1');
    }
  },
  mark: (bytes, { manner }) =>
    Buffer.concat([
      chosen(
        [
          [0xef, 0xbb, 0xbf],
          [0xff, 0xfe],
          [0xfe, 0xff],
          [0x1f, 0x8b],
          [0x50, 0x4b],
        ].map((one) => Buffer.from(one)),
        manner,
      ),
      bytes,
    ]),
};

/** What is done to the parts of a workbook, before anything is done to its bytes. */
export const workbookMutators: Readonly<Record<string, Mutator<Buffer>>> = {
  part: (bytes, choice) =>
    withPart(bytes, choice, (xml) => mutated({ ...textMutators, ...xmlMutators }, xml, choice)),
  bomb: (bytes, choice) =>
    withPart(bytes, choice, (xml) =>
      xml.replace(
        /<t>[^<]*/,
        `<t>${'A'.repeat(chosen([40_000, 40_000, 40_000, 20_000_000], choice.manner))}`,
      ),
    ),
  manyRows: (bytes, choice) =>
    withPart(bytes, choice, (xml) =>
      xml.replace(/<row [^>]*>.*?<\/row>(?=<\/sheetData>)/s, (row) =>
        repeated(row, chosen([2, 100, 1_000, 20_000], choice.manner)),
      ),
    ),
};

const mutated = (mutators: Readonly<Record<string, Mutator<string>>>, text: string, choice: Choice): string =>
  chosen(Object.values(mutators), choice.at >> 3)(text, choice);

/** Beyond what a workbook may have unpacked. */
const mostCharacters = 40_000_000;

/** Packed again with one part changed. */
function withPart(bytes: Buffer, { at }: Choice, change: (xml: string) => string): Buffer {
  const parts = unzipSync(bytes);
  if (Object.values(parts).some(({ length }) => length > mostCharacters / 40)) return bytes;
  const name = chosen(Object.keys(parts), at);
  const changed = strToU8(change(strFromU8(parts[name] ?? new Uint8Array())));
  return Buffer.from(zipSync({ ...parts, [name]: changed }, packedAt));
}
