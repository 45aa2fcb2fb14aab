import { describe, expect, it } from '@jest/globals';
import type { KeptScan } from '../scans/kept-scan.ts';
import type { HandOver } from '../scans/scan.ts';
import type { PayloadEvent } from './open-payload.ts';
import { ToldBeside } from './told-beside.ts';

const payload = (sender: string, onlyMerchant: string | null = null): Pick<PayloadEvent, 'data'> => ({
  data: {
    subject: 'yanwen A1',
    payloadId: '00000000-0000-5000-8000-000000000001',
    sender,
    carrier: 'yanwen',
    trackingNumber: 'A1',
    onlyMerchant,
    receivedAt: '2026-01-05T03:00:00.000Z',
    keyDay: '2026-01-05',
    nonce: '',
    ciphertext: '',
  },
});

const told = (scanId: string, day: string | null, about: Partial<KeptScan> = {}): { scan: KeptScan } => ({
  scan: {
    scanId,
    number: 'A1',
    reading: { milestone: 'picked_up', leg: null, reason: null },
    time: day === null ? null : { occurredAt: `2026-01-${day}T10:00:00+08:00`, offsetSource: 'given' },
    place: null,
    rawCode: null,
    weightGrams: null,
    proof: null,
    carriers: ['yanwen'],
    byAggregator: true,
    sender: '17track',
    onlyMerchant: null,
    recordedAt: '2026-01-05T03:00:00.000Z',
    payloadId: '00000000-0000-5000-8000-000000000001',
    parcels: [],
    ...about,
  },
});
const usps: HandOver = { number: 'B1', carrier: 'usps' };
const dhl: HandOver = { number: 'B2', carrier: 'dhl' };

const gone = (beside: ToldBeside, ...fresh: { scan: KeptScan }[]) =>
  beside
    .goWith(fresh)
    .map(({ scan }) => [scan.scanId, scan.beside?.handOvers.map(({ number }) => number) ?? []]);

describe('what is told beside scans', () => {
  it('goes with the newest of them, whichever stands first', () => {
    const beside = new ToldBeside();
    beside.add(payload('17track'), { number: 'A1', handOvers: [usps], estimatedDelivery: null });
    expect(gone(beside, told('a', '05'), told('b', '07'), told('c', '06'), told('d', null))).toEqual([
      ['a', []],
      ['b', ['B1']],
      ['c', []],
      ['d', []],
    ]);
  });

  it('of all payloads goes together', () => {
    const beside = new ToldBeside();
    beside.add(payload('17track'), { number: 'A1', handOvers: [usps], estimatedDelivery: '2026-01-08' });
    beside.add(payload('17track'), { number: 'A1', handOvers: [usps, dhl], estimatedDelivery: '2026-01-09' });
    beside.add(payload('17track'), { number: 'A1', handOvers: [], estimatedDelivery: null });
    expect(beside.goWith([told('a', '05')])).toMatchObject([
      { scan: { beside: { handOvers: [usps, dhl], estimatedDelivery: '2026-01-09' } } },
    ]);
  });

  it('goes with no other sender’s, no other number’s and no other merchant’s', () => {
    const beside = new ToldBeside();
    beside.add(payload('17track', 'm'), { number: 'A1', handOvers: [usps], estimatedDelivery: null });
    expect(
      gone(
        beside,
        told('a', '05', { onlyMerchant: 'm', sender: 'aftership' }),
        told('b', '05', { onlyMerchant: 'm', number: 'A2' }),
        told('c', '05', { onlyMerchant: 'n' }),
        told('d', '05'),
        told('e', '04', { onlyMerchant: 'm' }),
      ),
    ).toEqual([
      ['a', []],
      ['b', []],
      ['c', []],
      ['d', []],
      ['e', ['B1']],
    ]);
  });
});
