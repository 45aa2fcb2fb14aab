import { describe, expect, it } from '@jest/globals';
import { claimOf } from './claim-events.ts';

const id = '0b9f6c52-6d0e-5f6b-9d57-2f5a1c3e8b04';

describe('the claim of an event', () => {
  it('begins with the birth of its subject, so that claims of one time lie together', () => {
    expect(claimOf({ id, subject: '019a1b2c-3d4e-7f50-8abc-def012345678' })).toBe(
      '019a1b2c-6d0e-5f6b-9d57-2f5a1c3e8b04',
    );
  });

  it.each([
    ['a text', 'dhl/JJD000390007882823426'],
    ['a text that begins like a UUIDv7', '019a1b2x-3d4e-7f50-8abc-def012345678'],
    ['a UUID without a time', '019a1b2c-3d4e-5f50-8abc-def012345678'],
  ])('is its id where the subject is %s', (_, subject) => {
    expect(claimOf({ id, subject })).toBe(id);
  });
});
