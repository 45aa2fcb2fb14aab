import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file of the page as it goes out. */
export interface PageFile {
  /** The path it is asked for by. */
  path: string;
  type: string;
  etag: string;
  /** Bodies by content encoding. */
  bodies: { identity: Buffer; gzip: Buffer; br: Buffer };
}

const read = async (folder: string, name: string): Promise<PageFile | undefined> => {
  const type = types[extname(name)];
  if (!type) return undefined;
  const identity = await readFile(join(folder, name));
  const path = `/${name.split(sep).join('/')}`;
  return {
    path: path === '/index.html' ? '/' : path,
    type,
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
    bodies: {
      identity,
      gzip: await promisify(gzip)(identity),
      br: await promisify(brotliCompress)(identity),
    },
  };
};

/** All files of the page, compressed once; they are few and small enough to stay in memory. */
export const readPageFiles = async (folder: string): Promise<PageFile[]> => {
  const names = await readdir(folder, { recursive: true });
  const files = await Promise.all(names.map((name) => read(folder, name)));
  return files.filter((file) => file !== undefined);
};
