import { describe, expect, it } from '@jest/globals';
import { keptScan } from '../scans/kept-scan.spec-kit.ts';
import type { KeptScan } from '../scans/kept-scan.ts';
import type { HandOver } from '../scans/scan.ts';
import type { PayloadEvent } from './open-payload.ts';
import { ToldBeside } from './told-beside.ts';

const first = '00000000-0000-5000-8000-000000000001';
const second = '00000000-0000-5000-8000-000000000002';

const payload = (payloadId = first): Pick<PayloadEvent, 'data'> => ({
  data: {
    subject: 'yanwen A1',
    payloadId,
    sender: '17track',
    carrier: 'yanwen',
    trackingNumber: 'A1',
    onlyMerchant: null,
    receivedAt: '2026-01-05T03:00:00.000Z',
    keyDay: '2026-01-05',
    nonce: '',
    ciphertext: '',
  },
});

const told = (scanId: string, day: string | null, payloadId = first): { scan: KeptScan } => ({
  scan: keptScan({
    scanId,
    time: day === null ? null : { occurredAt: `2026-01-${day}T10:00:00+08:00`, offsetSource: 'given' },
    payloadId,
  }),
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
    beside.add(payload(), { handOvers: [usps], estimatedDelivery: null });
    expect(gone(beside, told('a', '05'), told('b', '07'), told('c', '06'), told('d', null))).toEqual([
      ['a', []],
      ['b', ['B1']],
      ['c', []],
      ['d', []],
    ]);
  });

  it('of each payload goes with its own, whatever comes with it', () => {
    const beside = new ToldBeside();
    beside.add(payload(), { handOvers: [usps], estimatedDelivery: '2026-01-08' });
    beside.add(payload(second), { handOvers: [usps, dhl], estimatedDelivery: null });
    expect(beside.goWith([told('a', '05'), told('b', '04', second)])).toMatchObject([
      { scan: { beside: { handOvers: [usps], estimatedDelivery: '2026-01-08' } } },
      { scan: { beside: { handOvers: [usps, dhl], estimatedDelivery: null } } },
    ]);
  });

  it('goes nowhere where its payload tells no scan that is new, or nothing beside', () => {
    const beside = new ToldBeside();
    beside.add(payload(), { handOvers: [usps], estimatedDelivery: null });
    beside.add(payload(second), { handOvers: [], estimatedDelivery: null });
    expect(gone(beside, told('a', '05', second))).toEqual([['a', []]]);
  });
});
