import { mebibyte, TextList } from '@landfall/service-kit';

/** Of a body, in bytes. The gateway has the same. */
export const contentsLimit = 4 * mebibyte;

const ids = {
  max: 36,
  pattern: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  patternHint: 'must be a UUID',
};

/** What is put in a unit: one of the lists at least. */
export class ContentsRequest {
  @TextList({
    max: 50_000,
    each: ids,
    optional: true,
    description: 'One that is not registered yet counts from when it is.',
  })
  parcelIds?: string[];

  @TextList({
    max: 50_000,
    each: { max: 64 },
    optional: true,
    description:
      'Stands for the parcel that was registered with the number last; for the first one that will be, where none is.',
  })
  trackingNumbers?: string[];

  @TextList({
    max: 1_000,
    each: ids,
    optional: true,
    description: 'Units with all that is in them. A unit is in one other at most, and never in itself.',
  })
  unitIds?: string[];
}
