import { Nested, TextList } from '@landfall/service-kit';
import { UnitResponse } from '../read-unit/unit.response.ts';

/** What of the request no parcel is registered with so far. */
export class AwaitedContents {
  @TextList({ max: 50_000 })
  parcelIds!: string[];

  @TextList({ max: 50_000 })
  trackingNumbers!: string[];
}

/** The unit as it is now. */
export class ContentsResponse extends UnitResponse {
  @Nested(() => AwaitedContents, {
    description:
      'What of the request no parcel of yours is registered with so far: it counts from when one is. A parcel that was ' +
      'registered a moment ago may be named here.',
  })
  awaited!: AwaitedContents;
}
