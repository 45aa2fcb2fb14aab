import { milestones, legs, reasons } from '@landfall/contracts';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

export class PlaceDto {
  @IsOptional()
  @Matches(/^[A-Z]{2}$/)
  country!: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(255)
  city!: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(255)
  facility!: string | null;
}

export class ProofDto {
  @IsString()
  @MaxLength(64)
  type!: string;

  @IsOptional()
  @IsString()
  @MaxLength(255)
  ref!: string | null;
}

/** The data of `tracking.milestone_reached`, with the same rules as the contract's schema. */
export class ScanDto {
  @IsUUID()
  eventId!: string;

  @IsString()
  scanId!: string;

  @IsInt()
  @Min(0)
  revision!: number;

  @IsUUID()
  parcelId!: string;

  @IsString()
  @MaxLength(64)
  trackingNumber!: string;

  @IsString()
  @MaxLength(64)
  carrier!: string;

  @IsString()
  @MaxLength(64)
  source!: string;

  @IsIn(milestones)
  milestone!: (typeof milestones)[number];

  @IsOptional()
  @IsIn(legs)
  leg!: (typeof legs)[number] | null;

  @IsOptional()
  @IsIn(reasons)
  reason!: (typeof reasons)[number] | null;

  @IsISO8601()
  occurredAt!: string;

  @IsIn(['given', 'place', 'carrier', 'assumed_utc'])
  offsetSource!: 'given' | 'place' | 'carrier' | 'assumed_utc';

  @IsISO8601()
  recordedAt!: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PlaceDto)
  place!: PlaceDto | null;

  @IsOptional()
  @IsString()
  @MaxLength(255)
  rawCode!: string | null;

  @IsUUID()
  rawPayloadRef!: string;

  @IsOptional()
  @IsNumber()
  @Min(0)
  weightGrams!: number | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ProofDto)
  proof!: ProofDto | null;
}
