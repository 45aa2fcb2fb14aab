import { ApiProperty } from '@nestjs/swagger';

/** What was kept of an answer about one tracking number. */
export class AcceptedPayload {
  @ApiProperty({ format: 'uuid', description: 'The kept payload; the same answer sent again has the same.' })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Normalised; null where the answer names none, such as an error: then nothing can come of it.',
  })
  trackingNumber!: string | null;
}

/** A carrier's answer was kept, once for each tracking number in it. */
export class AcceptedPayloads {
  @ApiProperty({ type: [AcceptedPayload] })
  payloads!: AcceptedPayload[];
}
