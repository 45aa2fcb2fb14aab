import { legs, milestones, reasons } from '@landfall/contracts';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

export class UploadedPlaceDto {
  @Matches(/^[A-Z]{2}$/)
  country!: string;

  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Matches(/\S/)
  city?: string | null;

  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Matches(/\S/)
  facility?: string | null;
}

export class UploadedProofDto {
  @IsString()
  @Length(1, 64)
  @Matches(/\S/)
  type!: string;

  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Matches(/\S/)
  ref?: string | null;
}

/** An item of `POST /v1/tracking-events/batch`, with the same rules as ours. */
export class TrackingEventDto {
  @IsString()
  @Length(1, 64)
  @Matches(/\S/)
  trackingNumber!: string;

  @IsString()
  @Length(1, 64)
  @Matches(/\S/)
  carrier!: string;

  @IsIn(milestones)
  milestone!: (typeof milestones)[number];

  @Matches(instant)
  occurredAt!: string;

  @IsOptional()
  @IsIn(legs)
  leg?: (typeof legs)[number] | null;

  @IsOptional()
  @IsIn(reasons)
  reason?: (typeof reasons)[number] | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => UploadedPlaceDto)
  place?: UploadedPlaceDto | null;

  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Matches(/\S/)
  rawCode?: string | null;

  @IsOptional()
  @IsString()
  @Length(1, 2_000)
  @Matches(/\S/)
  rawDescription?: string | null;

  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1_000_000_000)
  weightGrams?: number | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => UploadedProofDto)
  proof?: UploadedProofDto | null;
}
