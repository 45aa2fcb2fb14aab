import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { trackingPageToken, trackingPageUrl } from './tracking-page-url.ts';

const parcelId = '018f3c2e-7b1a-7c3d-8e4f-0123456789ab';

describe('the token of a tracking page', () => {
  const bytes = Buffer.from(trackingPageToken(parcelId, 'secret'), 'base64url');

  it('holds the id and 128 bits of its authentication code', () => {
    expect(bytes).toHaveLength(32);
    expect(bytes.subarray(0, 16).toString('hex')).toBe(parcelId.replaceAll('-', ''));
    const mac = createHmac('sha256', 'secret')
      .update(Buffer.from(parcelId.replaceAll('-', ''), 'hex'))
      .digest();
    expect(bytes.subarray(16).equals(mac.subarray(0, 16))).toBe(true);
  });

  it('is another under another secret', () => {
    expect(trackingPageToken(parcelId, 'other')).not.toBe(trackingPageToken(parcelId, 'secret'));
  });

  it('stands in the address as it is', () => {
    expect(trackingPageUrl(parcelId, 'https://shop.example', 'secret')).toMatch(
      /^https:\/\/shop\.example\/t\/[A-Za-z0-9_-]{43}$/,
    );
  });
});
