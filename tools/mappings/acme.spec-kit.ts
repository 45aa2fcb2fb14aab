import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filedMappings, type FiledMapping } from './mapping-files.ts';

const mapping = `sender: acme
format: json
without: [error]
parcels: parcels[]
number: number
history: '@'
events: events[]
zone: place
event:
  time: { date: day, time: clock, format: yyyy-MM-dd HHmmss }
  code: code
  status: status
  description: words
  country: country
  city: city
codes: { OK: delivered, ADMIN: null, CUSTOMS: { milestone: import_customs_held, atOrigin: export_customs_held, reason: customs } }
statuses: { moving: in_transit }
patterns: [{ match: refus, is: { milestone: refused, reason: consignee } }]
`;

/** A folder with the mapping file of acme, and its example where one is given; gone when the work is done. */
export function withAcme<T>(
  work: (acme: FiledMapping) => T,
  { example, change = (text: string) => text }: { example?: string; change?: (text: string) => string } = {},
): T {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-acme-'));
  try {
    writeFileSync(join(folder, 'acme.yaml'), change(mapping));
    mkdirSync(join(folder, 'examples'));
    if (example !== undefined) writeFileSync(join(folder, 'examples', 'acme.yaml'), example);
    const acme = filedMappings(folder).get('acme');
    if (!acme) throw new Error('acme has no mapping');
    return work(acme);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const delivered = {
  day: '2026-03-05',
  clock: '173000',
  code: 'OK',
  words: 'Delivered',
  country: 'DE',
  city: 'Leipzig',
};

/** An answer about a parcel with these events. */
export const answer = (...events: object[]) => ({
  path: 'acme/rich.json',
  body: Buffer.from(JSON.stringify({ parcels: [{ number: 'A1', events }] })),
});
