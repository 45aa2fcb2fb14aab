import { anyLegMilestones, legs, milestones, reasons } from '@landfall/contracts';
import type { FieldError } from '@landfall/service-kit';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { normaliseNumber } from '../../scans/tracking-number.ts';
import { unitNumberOf } from '../../units/unit-number.ts';
import { readTime } from '../mapping/scan-time.ts';

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
const OneOf = <const Words extends readonly string[]>(words: Words) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words] });
/** May be absent; null counts as absent. */
const Optional = <const S extends Type.TSchema>(schema: S) =>
  Type.Optional(Type.Union([schema, Type.Null()]));

const closed = { additionalProperties: false };

const fields = {
  carrier: Text(64),
  milestone: OneOf(milestones),
  occurredAt: Type.String({
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$',
  }),
  leg: Optional(OneOf(legs)),
  reason: Optional(OneOf(reasons)),
  place: Optional(
    Type.Object(
      {
        country: Type.String({ pattern: '^[A-Z]{2}$' }),
        city: Optional(Text(255)),
        facility: Optional(Text(255)),
      },
      closed,
    ),
  ),
  rawCode: Optional(Text(255)),
  rawDescription: Optional(Text(2_000)),
  weightGrams: Optional(Type.Number({ minimum: 0, maximum: 1_000_000_000 })),
  proof: Optional(Type.Object({ type: Text(64), ref: Optional(Text(255)) }, closed)),
};

/** A scan of a parcel in the normalised vocabulary, told by a merchant. */
const NumberEvent = Type.Object(
  { trackingNumber: Text(64), unitId: Type.Optional(Type.Null()), ...fields },
  closed,
);

/** A scan of a transport unit, and so of all parcels in it. */
const UnitEvent = Type.Object(
  {
    unitId: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
    trackingNumber: Type.Optional(Type.Null()),
    ...fields,
  },
  closed,
);
export type UnitEvent = Static<typeof UnitEvent>;

/** One item of our own shape. */
export const TrackingEvent = Type.Union([NumberEvent, UnitEvent]);
export type TrackingEvent = Static<typeof NumberEvent> | UnitEvent;

export const isUnitEvent = (event: TrackingEvent): event is UnitEvent => typeof event.unitId === 'string';

/** The normalised tracking number of an event, or what stands for its unit. */
export const numberOf = (event: TrackingEvent): string =>
  isUnitEvent(event) ? unitNumberOf(event.unitId) : normaliseNumber(event.trackingNumber);

const numberEvents = Compile(NumberEvent);
const unitEvents = Compile(UnitEvent);
const instantHint = 'must be a time in RFC 3339 with its offset, such as 2026-11-22T16:22:00+08:00';
const mostErrors = 20;

/** What is wrong with an item, by JSON pointer into it; empty where it is a TrackingEvent. */
export const faultsOfTrackingEvent = (value: unknown): FieldError[] => {
  const validator = namesUnit(value) ? unitEvents : numberEvents;
  return validator.Check(value) ? faultsBeyondShape(value) : faultsOfShape(validator.Errors(value));
};

const namesUnit = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as { unitId?: unknown }).unitId != null;

const faultsBeyondShape = (event: TrackingEvent): FieldError[] => {
  const faults: FieldError[] = [];
  const time = readTime(event.occurredAt);
  if (time?.offsetSource !== 'given') faults.push({ pointer: '/occurredAt', detail: instantHint });
  if (numberOf(event) === '') faults.push({ pointer: '/trackingNumber', detail: 'must not be blank' });
  if (event.leg && !(anyLegMilestones as readonly string[]).includes(event.milestone))
    faults.push({
      pointer: '/leg',
      detail: `is only for milestones of any leg: ${event.milestone} has its own`,
    });
  const mustBeClean = (pointer: string, text: string | null | undefined): void => {
    if (text && (text.includes('\0') || !text.isWellFormed()))
      faults.push({ pointer, detail: 'must be well-formed Unicode without the NUL character' });
  };
  mustBeClean('/trackingNumber', event.trackingNumber);
  mustBeClean('/carrier', event.carrier);
  mustBeClean('/place/city', event.place?.city);
  mustBeClean('/place/facility', event.place?.facility);
  mustBeClean('/rawCode', event.rawCode);
  mustBeClean('/rawDescription', event.rawDescription);
  mustBeClean('/proof/type', event.proof?.type);
  mustBeClean('/proof/ref', event.proof?.ref);
  return faults;
};

const faultsOfShape = (errors: ReturnType<typeof numberEvents.Errors>): FieldError[] => {
  const faults = new Map<string, string>();
  for (const { keyword, instancePath, params, message } of errors) {
    const {
      requiredProperties = [],
      additionalProperties = [],
      allowedValues,
      type,
    } = params as {
      requiredProperties?: string[];
      additionalProperties?: string[];
      allowedValues?: string[];
      type?: string;
    };
    const add = (pointer: string, detail: string) => {
      if (faults.size < mostErrors && !faults.has(pointer)) faults.set(pointer, detail);
    };
    if (keyword === 'required')
      for (const name of requiredProperties) add(`${instancePath}/${escaped(name)}`, 'is required');
    else if (keyword === 'additionalProperties')
      for (const name of additionalProperties)
        add(`${instancePath}/${escaped(name)}`, 'is not known here: remove it');
    else if (instancePath === '/trackingNumber' && type === 'null')
      add(instancePath, 'must not stand beside a unitId: an event is of the one or of the other');
    else if (instancePath === '/unitId') add(instancePath, 'must be a UUID');
    else if (keyword === 'anyOf' || keyword === 'boolean' || type === 'null') continue;
    else if (instancePath === '/occurredAt') add(instancePath, instantHint);
    else if (allowedValues) add(instancePath, `must be one of ${allowedValues.join(', ')}`);
    else add(instancePath, message);
  }
  return [...faults].map(([pointer, detail]) => ({ pointer, detail }));
};

const escaped = (name: string): string =>
  name.slice(0, 100).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
