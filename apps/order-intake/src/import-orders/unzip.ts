import { badRequest, ProblemError, tooLarge } from '@landfall/service-kit';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

/** Pictures and macros are never unpacked. */
const wanted = /\.(xml|rels)$/;

const mostEntries = 2_000;

/**
 * The parts of a workbook, each unpacked as far as the limit lets: what a header says of sizes is not believed.
 * Throws ProblemError 400 `malformed_workbook`, 413 beyond so many bytes in all.
 */
export const unzipWorkbook = async (body: Buffer, mostBytes: number): Promise<Map<string, Buffer>> => {
  try {
    return await unzip(body, mostBytes);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw badRequest('malformed_workbook', 'The file is no workbook (.xlsx) that can be unpacked.');
  }
};

const unzip = (body: Buffer, mostBytes: number): Promise<Map<string, Buffer>> =>
  new Promise((resolve, reject) => {
    yauzl.fromBuffer(body, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const parts = new Map<string, Buffer>();
      let left = mostBytes;
      const next = async (entry: Entry): Promise<void> => {
        const { fileName } = entry;
        if (parts.has(fileName)) throw new Error('a part stands twice');
        if (wanted.test(fileName)) {
          const part = await contentOf(zip, entry, left);
          left -= part.length;
          parts.set(fileName, part);
        }
        zip.readEntry();
      };
      if (zip.entryCount > mostEntries) return reject(new Error('too many parts'));
      zip.on('error', reject);
      zip.on('end', () => resolve(parts));
      zip.on('entry', (entry: Entry) => void next(entry).catch(reject));
      zip.readEntry();
    });
  });

const contentOf = (zip: ZipFile, entry: Entry, mostBytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      let bytes = 0;
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= mostBytes) return void chunks.push(chunk);
        reject(tooLarge('The workbook unpacks to more than can be read: split it.'));
        stream.destroy();
      });
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
