import { legs, milestones, reasons, type Leg, type Milestone, type Reason } from '@landfall/contracts';
import { Bool, OneOf, Text } from '@landfall/service-kit';

/** What a code of a sender's means to the caller. */
export class CodeMappingRequest {
  @Text({ max: 64, description: 'As in `GET /v1/unmapped-codes`.' })
  sender!: string;

  @Text({
    max: 255,
    description:
      'As the sender writes it; its case does not matter. What was told without one has its words instead.',
  })
  code!: string;

  @OneOf(milestones, { optional: true, description: 'Either this or `noScan`.' })
  milestone?: Milestone;

  @OneOf(milestones, {
    optional: true,
    description:
      "The milestone instead where the scan was made behind the gateway of the parcel's origin (customs).",
  })
  atOrigin?: Milestone;

  @OneOf(legs, { optional: true, description: 'With milestones of any leg only.' })
  leg?: Leg;

  @OneOf(reasons, { optional: true })
  reason?: Reason;

  @Bool({ optional: true, description: 'The code tells nothing of the parcel.' })
  noScan?: boolean;
}
