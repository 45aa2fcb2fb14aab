import Type, { type Static, type TSchema } from 'typebox';
import { stages } from '../pace/stage.ts';
import { durationPattern } from './duration.ts';

const strict = { additionalProperties: false };
const Duration = Type.String({ pattern: durationPattern });
const Path = Type.String({ pattern: '^/' });
const Values = Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), { minItems: 1 });
const Optional = <T extends TSchema>(of: T) => Type.Optional(of);

const Sign = Type.Object(
  {
    status: Optional(Type.Array(Type.Integer({ minimum: 100, maximum: 599 }), { minItems: 1 })),
    at: Optional(Path),
    is: Optional(Values),
  },
  strict,
);

const StepFile = {
  method: Type.Union([Type.Literal('GET'), Type.Literal('POST')]),
  url: Type.String(),
  headers: Optional(
    Type.Record(
      Type.String(),
      Type.Union([
        Type.String(),
        Type.Object({ setting: Type.String({ pattern: '^CARRIER_[A-Z0-9_]+$' }) }, strict),
      ]),
    ),
  ),
  body: Optional(Type.Unknown()),
  batch: Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  answer: Type.Object(
    {
      ok: Optional(Type.Object({ at: Path, is: Values }, strict)),
      throttled: Optional(Sign),
      quota: Optional(Sign),
      nothing: Optional(Sign),
      items: Optional(Path),
      number: Optional(Path),
      code: Optional(Path),
      rejected: Optional(
        Type.Object(
          {
            items: Path,
            number: Path,
            code: Path,
            unregistered: Optional(Values),
            registered: Optional(Values),
            quota: Optional(Values),
          },
          strict,
        ),
      ),
      asItCame: Optional(Type.Boolean()),
      payload: Optional(Type.Unknown()),
      ignored: Optional(Type.Array(Path)),
    },
    strict,
  ),
};

/** A carrier who is polled: whom to ask about which numbers, how, how often at most, and how to read what he says. */
export const PollFile = Type.Object(
  {
    sender: Type.String({ minLength: 1, maxLength: 64 }),
    numbers: Type.Object(
      {
        carriers: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()]), {
          minProperties: 1,
        }),
        pattern: Optional(Type.String()),
      },
      strict,
    ),
    limits: Type.Object(
      {
        callsPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 10_000 }),
        burst: Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
        callsPerDay: Optional(Type.Integer({ minimum: 1 })),
        concurrentCalls: Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        timeout: Optional(Duration),
        maxAnswerBytes: Optional(Type.Integer({ minimum: 1, maximum: 64 * 1024 * 1024 })),
      },
      strict,
    ),
    register: Optional(Type.Object({ ...StepFile, askAfter: Duration }, strict)),
    ask: Type.Object(StepFile, strict),
    every: Type.Object(
      {
        ...(Object.fromEntries(
          stages.filter((stage) => stage !== 'ended').map((stage) => [stage, Optional(Duration)]),
        ) as Record<string, ReturnType<typeof Optional<typeof Duration>>>),
        otherwise: Duration,
      },
      strict,
    ),
    afterEnd: Type.Object({ every: Duration, for: Duration }, strict),
    silence: Type.Object({ doublesEvery: Duration, atMost: Duration, giveUpAfter: Duration }, strict),
  },
  strict,
);
export type PollFile = Static<typeof PollFile>;
export type StepFile = PollFile['ask'];
