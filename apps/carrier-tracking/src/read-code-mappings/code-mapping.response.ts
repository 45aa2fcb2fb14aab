import { legs, milestones, reasons } from '@landfall/contracts';
import { Bool, Instant, Integer, ListOf, OneOf, Text, Uuid } from '@landfall/service-kit';
import type { CodeMappingAtWork } from '../persistence/mapping-override.store.ts';
import type { Reading } from '../scans/scan.ts';

/** What a code means to the caller, and what has come of it. */
export class CodeMappingResponse {
  @Uuid()
  id!: string;

  @Text({ max: 64 })
  sender!: string;

  @Text({ max: 255, description: 'In capitals.' })
  code!: string;

  @OneOf(milestones, { nullable: true, description: 'Null: it is no scan.' })
  milestone!: Reading['milestone'] | null;

  @OneOf(milestones, { nullable: true })
  atOrigin!: Reading['milestone'] | null;

  @OneOf(legs, { nullable: true })
  leg!: Reading['leg'];

  @OneOf(reasons, { nullable: true })
  reason!: Reading['reason'];

  @Bool()
  noScan!: boolean;

  @Instant()
  mappedAt!: string;

  @Bool({ description: 'Whether scans that are kept are still being read by it.' })
  readingAnew!: boolean;

  @Integer({
    min: 0,
    description: 'Parcels that were told of a scan by it, or by an earlier mapping of the code.',
  })
  parcels!: number;

  @Integer({ min: 0, description: 'Those of them that had been told otherwise before.' })
  correctedParcels!: number;
}

/** A page of mappings. */
export class CodeMappingsResponse {
  @ListOf(() => CodeMappingResponse, { max: 200 })
  data!: CodeMappingResponse[];

  @Text({ max: 1_000, nullable: true })
  nextCursor!: string | null;
}

export const toCodeMappingResponse = ({
  id,
  sender,
  code,
  reading,
  mappedAt,
  isUnderWay,
  parcels,
  correctedParcels,
}: CodeMappingAtWork): CodeMappingResponse => ({
  id,
  sender,
  code,
  milestone: reading?.milestone ?? null,
  atOrigin: reading?.atOrigin ?? null,
  leg: reading?.leg ?? null,
  reason: reading?.reason ?? null,
  noScan: reading === null,
  mappedAt: mappedAt.toISOString(),
  readingAnew: isUnderWay,
  parcels,
  correctedParcels,
});
