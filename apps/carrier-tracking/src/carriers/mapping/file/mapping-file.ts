import { anyLegMilestones, legs, milestones, reasons } from '@landfall/contracts';
import Type, { type Static } from 'typebox';
import { weightUnits } from '../weight.ts';

const closed = { additionalProperties: false };

const OneOf = <const Words extends readonly string[]>(words: Words, description: string) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words], description });

const Expression = Type.String({
  minLength: 1,
  maxLength: 500,
  description:
    'A JMESPath expression. Names with other characters than letters, digits and _ are quoted: "event-date".',
});
const Expressions = (description: string) =>
  Type.Union([Expression, Type.Array(Expression, { minItems: 1 })], {
    description: `${description} Of several expressions the first that finds something counts.`,
  });

const Name = (description: string) =>
  Type.String({
    pattern: '^[a-z0-9][a-z0-9.-]{0,63}$',
    description: `${description} In lower case, with dashes.`,
  });

const Zone = Type.String({ minLength: 1, maxLength: 64 });
const Zones = Type.Union([Zone, Type.Array(Zone, { minItems: 1 })], {
  description:
    'Whose clocks show a time that has no offset: `place` (of the scan, by its country and city), `utc`, or an IANA zone such as Asia/Shanghai. Of several the first that can be told counts.',
});

const Format = Type.Union(
  [
    Type.String({ minLength: 1, maxLength: 64 }),
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1 }),
  ],
  {
    description:
      'iso (with or without an offset, the default), epoch_s, epoch_ms, dotnet_date (/Date(1519941600000)/), dotnet_ticks, or a pattern of Luxon tokens such as `M/d/yyyy h:mm:ss a`. Of several the first that fits counts.',
  },
);

const Time = Type.Union([
  Expression,
  Type.Object(
    {
      at: Type.Optional(Expression),
      date: Type.Optional(Expression),
      time: Type.Optional(Expression),
      offset: Type.Optional(Expression),
      format: Type.Optional(Format),
      zone: Type.Optional(Zones),
    },
    {
      ...closed,
      description:
        'The whole (`at`), or `date` and `time` apart: a format is that of both with a blank between them; a date of iso without a time is midnight. `offset` finds an offset, an abbreviation such as EST or an IANA zone.',
    },
  ),
]);
const Times = Type.Union([Time, Type.Array(Time, { minItems: 1 })], {
  description: 'Of several tellings the first with an offset counts, else the first that can be read.',
});

/** What a code or a text means. */
const Milestone = OneOf(milestones, 'A milestone of the normalised vocabulary.');
const MeaningObject = Type.Object(
  {
    milestone: Milestone,
    atOrigin: Type.Optional(
      OneOf(
        milestones,
        'The milestone instead, where the scan was made in the country that the parcel left (customs).',
      ),
    ),
    leg: Type.Optional(OneOf(legs, `Only with milestones of any leg: ${anyLegMilestones.join(', ')}.`)),
    reason: Type.Optional(OneOf(reasons, 'Who or what is to blame.')),
  },
  closed,
);
const Meaning = Type.Union([Milestone, MeaningObject, Type.Null()], {
  description: 'A milestone, a milestone with more about it, or null: known, and no scan.',
});
export type Meaning = Static<typeof Meaning>;

const Codes = (description: string) => Type.Record(Type.String(), Meaning, { description });

const Weight = Type.Object(
  {
    at: Expression,
    unit: Type.Optional(OneOf(weightUnits, 'The unit, where neither the text nor unitAt names it.')),
    unitAt: Type.Optional(Expression),
  },
  { ...closed, description: 'Of the parcel, told with its newest event; of an event, told with that.' },
);

const Proof = Type.Object(
  {
    signature: Type.Optional(Expressions('Who signed.')),
    photo: Type.Optional(Expressions('A picture of the delivery.')),
  },
  { ...closed, description: 'Proof of a delivery: only that there is one is kept, never the name.' },
);

/**
 * A carrier's or an aggregator's mapping file: where in his answers things are, and what his codes mean. Expressions of
 * the file begin at the payload, those of a parcel (`number` to `proof`) at the parcel, those of `event` at the event.
 */
export const MappingFile = Type.Object(
  {
    sender: Name(
      'Who sends such payloads: the name of the file, of the edge (POST /v1/carriers/NAME/payloads) and of the source of its scans.',
    ),
    title: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'How people call the sender.' }),
    ),
    aliases: Type.Optional(Type.Array(Name('Another name of the sender at the edge.'))),
    sources: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description: 'Where the codes and fields are documented.',
      }),
    ),
    format: OneOf(
      ['json', 'xml'],
      'What its payloads are. In XML attributes begin with _, namespaces are dropped, and a name before a bracket, as in `event[]`, is a list.',
    ),
    carriers: Type.Optional(
      Type.Array(Name('A name of the carrier under which parcels may be registered.'), {
        minItems: 1,
        description: "The carrier's names, the usual one first; the sender's without it.",
      }),
    ),
    aggregator: Type.Optional(
      Type.Object(
        {
          carrier: Expressions("The aggregator's own key of the carrier, in the parcel."),
          carriers: Type.Record(Type.String(), Type.Array(Name('A name of the carrier.'), { minItems: 1 }), {
            description: "The carriers' names by the aggregator's keys.",
          }),
        },
        { ...closed, description: 'For a sender who tells of many carriers, and may be wrong about which.' },
      ),
    ),
    without: Type.Optional(
      Type.Array(Expression, {
        description:
          'Answers that tell no tracking, such as errors: where one of these holds (is not null, false or empty), there is nothing to read.',
      }),
    ),
    parcels: Type.Optional(
      Expressions('Where the tracked parcels are: one or a list. The payload itself is one without it.'),
    ),
    number: Type.Optional(
      Expressions(
        'The tracking number. Without it the sender names none: whoever hands the payload over names it.',
      ),
    ),
    history: Type.Optional(
      Expressions('What must be there for the parcel to be understood; its events without it.'),
    ),
    events: Expressions('Where the events are: a list, or one.'),
    order: Type.Optional(OneOf(['newest_first', 'oldest_first'], 'Of the events; newest first without it.')),
    codeOfNewest: Type.Optional(
      Expressions("The parcel's own code, which is that of its newest event where that has none."),
    ),
    weight: Type.Optional(Weight),
    estimatedDelivery: Type.Optional(Times),
    handOver: Type.Optional(
      Type.Object(
        {
          at: Type.Optional(
            Expressions('Where the next companies are: one or a list; the parcel itself without it.'),
          ),
          number: Expressions("The next company's tracking number."),
          carrier: Type.Optional(Expressions('How the sender calls the next company.')),
        },
        { ...closed, description: 'Under which numbers other companies carry the parcel on.' },
      ),
    ),
    proof: Type.Optional(Proof),
    zone: Type.Optional(Zones),
    zones: Type.Optional(
      Type.Record(Type.String(), Zone, {
        description:
          "The sender's own names of zones, such as `CST: Asia/Shanghai`: by name, an offset or an IANA zone.",
      }),
    ),
    event: Type.Object(
      {
        time: Times,
        code: Type.Optional(Expressions("The event's code.")),
        finerCode: Type.Optional(
          Expressions(
            'A code that says more, such as code and reason joined. It counts where it stands in `codes`, else the code does.',
          ),
        ),
        status: Type.Optional(
          Expressions('A coarse status, looked up in `statuses` for codes that are not known.'),
        ),
        reason: Type.Optional(Expressions('A code of the reason, looked up in `reasons`.')),
        description: Type.Optional(Expressions('What the event says in words: `patterns` match it.')),
        location: Type.Optional(Expressions('The place as it is written; it only tells events apart.')),
        country: Type.Optional(Expressions('Two letters, three, or a name in one of a dozen languages.')),
        region: Type.Optional(
          Expressions(
            'The state or province by its postal code, such as NY: it tells the zone where a country has several.',
          ),
        ),
        city: Type.Optional(Expressions('The city.')),
        facility: Type.Optional(Expressions('The hub, depot or shop.')),
        weight: Type.Optional(Weight),
        proof: Type.Optional(Proof),
      },
      closed,
    ),
    codes: Type.Optional(Codes("What the sender's codes mean; their case does not matter.")),
    mainStatusEndsAt: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 5,
        description:
          'Codes such as InTransit_Other begin with a main status: an unknown code has the meaning of that.',
      }),
    ),
    statuses: Type.Optional(Codes('What the coarse statuses mean.')),
    reasons: Type.Optional(
      Type.Record(Type.String(), OneOf(reasons, 'Who or what is to blame.'), {
        description: 'What the codes of reasons mean; goes before the reason of the code.',
      }),
    ),
    patterns: Type.Optional(
      Type.Array(
        Type.Object(
          {
            match: Type.Union(
              [
                Type.String({ minLength: 1, maxLength: 500 }),
                Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { minItems: 1 }),
              ],
              {
                description: 'RE2 expressions that are looked for in the description, whatever its case.',
              },
            ),
            is: Meaning,
          },
          closed,
        ),
        {
          description: 'What texts mean, for events whose code is not known: the first that matches counts.',
        },
      ),
    ),
  },
  closed,
);
export type MappingFile = Static<typeof MappingFile>;
export type TimeSpec = Static<typeof Time>;
export type WeightSpec = Static<typeof Weight>;
export type ProofSpec = Static<typeof Proof>;
export type MeaningObject = Static<typeof MeaningObject>;

/** Values of a field that may be given once or as a list. */
export const listOf = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? (one as readonly T[]) : [one as T];
