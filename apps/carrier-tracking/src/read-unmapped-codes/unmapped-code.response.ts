import { legs, milestones, reasons } from '@landfall/contracts';
import { Instant, Integer, ListOf, Nested, Num, OneOf, Text, Uuid } from '@landfall/service-kit';
import type { UnmappedCode, UnmappedExample } from '../persistence/unmapped-code.store.ts';
import { stopgaps, type Reading, type Stopgap } from '../scans/scan.ts';
import type { Resemblance } from '../suggest-readings/vocabulary.ts';

/** A scan with the code. */
export class UnmappedExampleResponse {
  @Uuid({
    nullable: true,
    description: 'Null: it was told of a transport unit, or of a number that no parcel has.',
  })
  parcelId!: string | null;

  @Text({ max: 255, nullable: true, description: 'What its sender wrote.' })
  text!: string | null;

  @Text({ max: 2, nullable: true })
  country!: string | null;

  @Instant({ nullable: true })
  occurredAt!: string | null;

  @OneOf(milestones, { nullable: true, description: 'What it is taken for meanwhile. Null: for no scan.' })
  milestone!: Reading['milestone'] | null;

  @OneOf(stopgaps, {
    description:
      'What that was read from: the `text`, by the words that the mapping file looks for; the coarse `status` beside or ' +
      'in the code; or `nothing`, so that it only counts as a scan.',
  })
  readBy!: Stopgap;
}

/** What a code may mean. */
export class SuggestionResponse {
  @OneOf(milestones)
  milestone!: Reading['milestone'];

  @OneOf(milestones, { nullable: true })
  atOrigin!: Reading['milestone'] | null;

  @OneOf(legs, { nullable: true })
  leg!: Reading['leg'];

  @OneOf(reasons, { nullable: true })
  reason!: Reading['reason'];

  @Num({ min: 0, max: 1, description: 'How much the code or its text resembles what is known.' })
  similarity!: number;

  @Text({ max: 64, description: 'Whose mapping file knows what it resembles.' })
  sender!: string;

  @Text({ max: 255, description: 'The code or the words in that file.' })
  known!: string;
}

/** A code that stands in no table. */
export class UnmappedCodeResponse {
  @Text({ max: 64 })
  sender!: string;

  @Text({
    max: 255,
    description: 'As its sender wrote it last; what was told without a code has its words instead.',
  })
  code!: string;

  @Integer({ min: 0, description: 'Scans that are kept.' })
  seen!: number;

  @Integer({ min: 0, description: 'Your parcels among them.' })
  parcels!: number;

  @Instant()
  firstSeenAt!: string;

  @Instant()
  lastSeenAt!: string;

  @ListOf(() => UnmappedExampleResponse, { max: 3 })
  examples!: UnmappedExampleResponse[];

  @Nested(() => SuggestionResponse, { nullable: true, description: 'Null: nothing known resembles it.' })
  suggestion!: SuggestionResponse | null;
}

/** A page of codes. */
export class UnmappedCodesResponse {
  @ListOf(() => UnmappedCodeResponse, { max: 200 })
  data!: UnmappedCodeResponse[];

  @Text({ max: 1_000, nullable: true })
  nextCursor!: string | null;
}

export const toUnmappedCode = (
  { sender, toldAs, seen, parcels, firstSeenAt, lastSeenAt }: UnmappedCode,
  examples: readonly UnmappedExample[],
  suggested: Resemblance | undefined,
): UnmappedCodeResponse => ({
  sender,
  code: toldAs,
  seen,
  parcels,
  firstSeenAt: firstSeenAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
  examples: examples.map(({ parcelId, unmapped, place, occurredAt, reading }) => ({
    parcelId,
    text: unmapped.text,
    country: place?.country ?? null,
    occurredAt: occurredAt?.toISOString() ?? null,
    milestone: reading?.milestone ?? null,
    readBy: unmapped.readBy,
  })),
  suggestion: suggested ? toSuggestion(suggested) : null,
});

const toSuggestion = ({ phrase, similarity }: Resemblance): SuggestionResponse => ({
  milestone: phrase.reading.milestone,
  atOrigin: phrase.reading.atOrigin ?? null,
  leg: phrase.reading.leg,
  reason: phrase.reading.reason,
  similarity: Math.round(similarity * 100) / 100,
  sender: phrase.sender,
  known: phrase.known,
});
