import { ApiProperty } from '@nestjs/swagger';

/** What an accepted push is known by. */
export class AcceptedPush {
  @ApiProperty({ format: 'uuid', description: 'The kept payload; a retry of the same push has the same.' })
  id!: string;
}
