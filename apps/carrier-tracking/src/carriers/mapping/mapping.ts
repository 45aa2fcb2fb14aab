import { anyLegMilestones, legs, milestones, reasons } from '@landfall/contracts';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { carrierKeyOf } from '../../scans/tracking-number.ts';
import type { Reading } from '../../scans/scan.ts';
import { jsonPath, type JsonPath } from './json-path.ts';

const Path = Type.String({ pattern: '^/' });

const CodeMeaning = Type.Object(
  {
    milestone: Type.String(),
    atOrigin: Type.Optional(Type.String()),
    leg: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/**
 * A sender's mapping file: where in his payloads things are, and what his codes mean. Paths of `event` begin at the
 * event, all others at the payload. A code that means null is known and yields no scan.
 */
const MappingFile = Type.Object(
  {
    sender: Type.String({ maxLength: 64 }),
    aggregator: Type.Boolean(),
    number: Path,
    carrier: Path,
    kind: Path,
    kindsWithoutScans: Type.Array(Type.String()),
    history: Path,
    events: Path,
    eventWhereNoneListed: Path,
    event: Type.Object(
      {
        times: Type.Array(Type.Object({ parts: Type.Array(Path, { minItems: 1, maxItems: 3 }) }), {
          minItems: 1,
        }),
        codes: Type.Array(Path, { minItems: 1 }),
        description: Path,
        location: Path,
        country: Path,
        city: Path,
      },
      { additionalProperties: false },
    ),
    codeOfNewestEvent: Path,
    weight: Type.Object({ of: Path, gramsPerUnit: Type.Number() }),
    mainStatusEndsAt: Type.String({ minLength: 1 }),
    codes: Type.Record(Type.String(), Type.Union([CodeMeaning, Type.Null()])),
    carriers: Type.Record(Type.String(), Type.Array(Type.String(), { minItems: 1 })),
  },
  { additionalProperties: false },
);
type MappingFile = Static<typeof MappingFile>;

/** A mapping file that was checked, ready for use. */
export interface Mapping {
  sender: string;
  aggregator: boolean;
  number: JsonPath;
  carrier: JsonPath;
  kind: JsonPath;
  kindsWithoutScans: ReadonlySet<string>;
  history: JsonPath;
  events: JsonPath;
  eventWhereNoneListed: JsonPath;
  event: {
    /** Each telling of the time: the whole, or date, time and zone. */
    times: readonly (readonly JsonPath[])[];
    codes: readonly JsonPath[];
    description: JsonPath;
    location: JsonPath;
    country: JsonPath;
    city: JsonPath;
  };
  codeOfNewestEvent: JsonPath;
  weight: { of: JsonPath; gramsPerUnit: number };
  mainStatusEndsAt: string;
  codes: ReadonlyMap<string, Reading | null>;
  /** Keys of the names of a carrier by the sender's own key for it. */
  carriers: ReadonlyMap<string, readonly string[]>;
}

const validator = Compile(MappingFile);

/** Checks a mapping file. @throws Error that names every fault, so that a service with a wrong one does not start */
export const checkMapping = (file: unknown): Mapping => {
  if (!validator.Check(file)) {
    const faults = validator.Errors(file).map((error) => `${error.instancePath || '/'} ${error.message}`);
    throw new Error(`The mapping file cannot be used: ${faults.join('; ')}`);
  }
  const faults = Object.entries(file.codes).flatMap(([code, meaning]) => faultsOf(code, meaning));
  if (faults.length > 0)
    throw new Error(`The mapping file of ${file.sender} cannot be used: ${faults.join('; ')}`);
  return {
    sender: file.sender,
    aggregator: file.aggregator,
    number: jsonPath(file.number),
    carrier: jsonPath(file.carrier),
    kind: jsonPath(file.kind),
    kindsWithoutScans: new Set(file.kindsWithoutScans),
    history: jsonPath(file.history),
    events: jsonPath(file.events),
    eventWhereNoneListed: jsonPath(file.eventWhereNoneListed),
    event: {
      times: file.event.times.map(({ parts }) => parts.map(jsonPath)),
      codes: file.event.codes.map(jsonPath),
      description: jsonPath(file.event.description),
      location: jsonPath(file.event.location),
      country: jsonPath(file.event.country),
      city: jsonPath(file.event.city),
    },
    codeOfNewestEvent: jsonPath(file.codeOfNewestEvent),
    weight: { of: jsonPath(file.weight.of), gramsPerUnit: file.weight.gramsPerUnit },
    mainStatusEndsAt: file.mainStatusEndsAt,
    codes: new Map(
      Object.entries(file.codes).map(([code, meaning]) => [code, meaning && readingOf(meaning)]),
    ),
    carriers: new Map(Object.entries(file.carriers).map(([key, names]) => [key, names.map(carrierKeyOf)])),
  };
};

type CodeMeaning = Static<typeof CodeMeaning>;

const faultsOf = (code: string, meaning: CodeMeaning | null): string[] => {
  if (!meaning) return [];
  const { milestone, atOrigin, leg, reason } = meaning;
  const unknown = (what: string, word: string | undefined, words: readonly string[]) =>
    word === undefined || words.includes(word) ? [] : [`code ${code} has the unknown ${what} "${word}"`];
  return [
    ...unknown('milestone', milestone, milestones),
    ...unknown('milestone', atOrigin, milestones),
    ...unknown('leg', leg, legs),
    ...unknown('reason', reason, reasons),
    ...(leg !== undefined && !(anyLegMilestones as readonly string[]).includes(milestone)
      ? [`code ${code} names a leg, but ${milestone} has its own`]
      : []),
  ];
};

const readingOf = ({ milestone, atOrigin, leg, reason }: CodeMeaning): Reading =>
  ({ milestone, ...(atOrigin && { atOrigin }), leg: leg ?? null, reason: reason ?? null }) as Reading;
