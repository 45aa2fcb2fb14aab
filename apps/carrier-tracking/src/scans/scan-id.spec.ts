import { describe, expect, it } from '@jest/globals';
import { scanIdOf } from './scan-id.ts';

const scan = {
  sender: '17track',
  number: 'LZ1CN',
  time: '2026-01-05T10:00:00+08:00',
  code: 'InTransit_PickedUp',
  description: 'Picked up',
  place: 'Shenzhen',
};

describe('the id of a scan', () => {
  it('is 22 characters that a URL can hold, the same every time', () => {
    expect(scanIdOf(scan)).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(scanIdOf({ ...scan })).toBe(scanIdOf(scan));
  });

  it.each(Object.keys(scan) as (keyof typeof scan)[])('differs with the %s', (field) => {
    expect(scanIdOf({ ...scan, [field]: 'another' })).not.toBe(scanIdOf(scan));
  });

  it('does not run neighbouring fields together', () => {
    expect(scanIdOf({ ...scan, code: 'ab', description: 'c' })).not.toBe(
      scanIdOf({ ...scan, code: 'a', description: 'bc' }),
    );
  });
});
