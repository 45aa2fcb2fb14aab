import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

const closed = { additionalProperties: false };
const Any = Type.Optional(Type.Unknown());

/** What may be said of a scan; what is not given is not looked at. */
const ExpectedScan = Type.Object(
  {
    milestone: Any,
    atOrigin: Any,
    leg: Any,
    reason: Any,
    occurredAt: Any,
    offsetSource: Any,
    country: Any,
    city: Any,
    facility: Any,
    proof: Any,
    rawCode: Any,
    weightGrams: Any,
    codeUnknown: Any,
  },
  closed,
);
export type ExpectedScan = Static<typeof ExpectedScan>;

const ExpectedParcel = Type.Object(
  {
    number: Type.String({ minLength: 1 }),
    carrier: Type.Optional(Type.String()),
    estimatedDelivery: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    handOvers: Type.Optional(
      Type.Array(
        Type.Object(
          { number: Type.String(), carrier: Type.Optional(Type.Union([Type.String(), Type.Null()])) },
          closed,
        ),
      ),
    ),
    scans: Type.Array(ExpectedScan),
  },
  closed,
);
export type ExpectedParcel = Static<typeof ExpectedParcel>;

/** Payloads of a sender and what must be read of each: `mappings/examples/<sender>.yaml`. */
export const ExampleFile = Type.Array(
  Type.Object(
    {
      payload: Type.String(),
      /** Where the payload names none. */
      number: Type.Optional(Type.String()),
      /** None: an answer that tells no tracking. */
      parcels: Type.Array(ExpectedParcel),
    },
    closed,
  ),
  { minItems: 1 },
);
export type Example = Static<typeof ExampleFile>[number];
export const exampleValidator = Compile(ExampleFile);
