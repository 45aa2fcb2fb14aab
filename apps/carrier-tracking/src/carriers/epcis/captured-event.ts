import { anyLegMilestones, legs, milestones, reasons } from '@landfall/contracts';
import { extensionOf, objectOf, type EpcisEvent } from '@landfall/domain';
import type { FieldError } from '@landfall/service-kit';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { normaliseNumber } from '../../scans/tracking-number.ts';
import { readTime } from '../mapping/scan-time.ts';

const Word = Type.String({ minLength: 1, maxLength: 255 });
const Uri = Type.String({ minLength: 1, maxLength: 2_048 });
const Location = Type.Object({ id: Uri });

/** What is read of an event of EPCIS 2.0. Whatever else the standard knows may stand in it. */
export const CapturedEvent = Type.Object({
  type: Type.Enum(['ObjectEvent', 'AggregationEvent']),
  eventID: Type.Optional(Word),
  eventTime: Type.String({
    maxLength: 64,
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$',
  }),
  eventTimeZoneOffset: Type.String({ pattern: '^[+-]((0\\d|1[0-3]):[0-5]\\d|14:00)$' }),
  action: Type.Enum(['ADD', 'OBSERVE', 'DELETE']),
  epcList: Type.Optional(Type.Array(Uri)),
  childEPCs: Type.Optional(Type.Array(Uri)),
  bizStep: Type.Optional(Word),
  disposition: Type.Optional(Word),
  readPoint: Type.Optional(Location),
  bizLocation: Type.Optional(Location),
  sensorElementList: Type.Optional(Type.Array(Type.Unknown())),
});
export type CapturedEvent = Static<typeof CapturedEvent> & EpcisEvent;

/** The field with the objects of an event. */
export const objectsField = ({ type }: CapturedEvent): 'epcList' | 'childEPCs' =>
  type === 'ObjectEvent' ? 'epcList' : 'childEPCs';

/** A parcel that an event is of. */
export interface CapturedParcel {
  /** As the event names it. */
  epc: string;
  /** Normalised. */
  number: string;
  carrier: string | null;
}

const longestName = 64;

/** The parcels of one EPC, one a spelling of the number; undefined where it is not understood, none where it is no parcel. */
const parcelsOfEpc = (epc: string): CapturedParcel[] | undefined => {
  const object = objectOf(epc);
  if (object.kind === 'no_parcel') return [];
  if (object.kind === 'unknown') return undefined;
  const { numbers, carrier } = object;
  if (!numbers.every(isName) || !(carrier === null || isName(carrier))) return undefined;
  return numbers.map((number) => ({ epc, number: normaliseNumber(number), carrier }));
};

/** What topics and Postgres can hold. */
const isName = (text: string): boolean =>
  text.length <= longestName && !text.includes('\0') && text.trim() !== '';

/** The parcels of an event without faults. */
export const parcelsOf = (event: CapturedEvent): CapturedParcel[] =>
  (event[objectsField(event)] ?? []).flatMap((epc) => parcelsOfEpc(epc) ?? []);

const validator = Compile(CapturedEvent);
const mostErrors = 20;

/**
 * What is wrong with an event, by JSON pointer into it; empty where it is a CapturedEvent.
 * @param prefix that the document gives our namespace; null where it has none
 */
export const faultsOfEvent = (value: unknown, prefix: string | null): FieldError[] =>
  validator.Check(value)
    ? faultsBeyondShape(value as CapturedEvent, prefix).slice(0, mostErrors)
    : faultsOfShape(validator.Errors(value));

const hints: Readonly<Record<string, string>> = {
  '': 'must be an event of EPCIS 2.0',
  '/type': 'must be ObjectEvent or AggregationEvent: other events are no scans of parcels',
  '/eventTime':
    'must be a time from 1990 to 2100 in RFC 3339 with an offset, such as 2026-11-22T16:22:00+08:00',
  '/eventTimeZoneOffset': "must be the place's offset, such as +08:00",
  '/action': 'must be ADD, OBSERVE or DELETE',
};

const understood =
  'an SSCC or GRAI (urn:epc:id:… or a Digital Link), or https://<domain>/…/obj/<tracking number>, such as ' +
  'https://<domain>/…/carriers/<carrier>/obj/<tracking number>';

const faultsBeyondShape = (event: CapturedEvent, prefix: string | null): FieldError[] => {
  const faults: FieldError[] = [];
  const add = (pointer: string, detail: string) => faults.push({ pointer, detail });
  if (!readTime(event.eventTime)) add('/eventTime', hints['/eventTime'] ?? '');
  if ('errorDeclaration' in event)
    add('/errorDeclaration', 'a scan is not taken back: send the event that corrects it, without this one');

  const field = objectsField(event);
  const epcs = event[field] ?? [];
  const parcels = epcs.map(parcelsOfEpc);
  for (const [index, of] of parcels.entries())
    if (!of) add(`/${field}/${index}`, `names no number that is understood: it must be ${understood}`);
  if (parcels.every((of) => of?.length === 0)) add(`/${field}`, `must name a parcel at least: ${understood}`);

  const mustBeOneOf = (name: string, words: readonly string[]): void => {
    const word = extensionOf(event, prefix, name);
    if (word !== undefined && !(typeof word === 'string' && words.includes(word)))
      add(`/${prefix}:${name}`, `must be one of ${words.join(', ')}`);
  };
  mustBeOneOf('milestone', milestones);
  mustBeOneOf('leg', legs);
  mustBeOneOf('reason', reasons);
  mustBeOneOf('offsetSource', offsetSources);
  const milestone = extensionOf(event, prefix, 'milestone');
  const leg = extensionOf(event, prefix, 'leg');
  if (leg !== undefined && !(anyLegMilestones as readonly unknown[]).includes(milestone))
    add(`/${prefix}:leg`, 'is only for milestones of any leg');
  return faults;
};

/** How the offset of a time may be known. */
export const offsetSources = ['given', 'place', 'carrier', 'assumed_utc'] as const;

const faultsOfShape = (errors: ReturnType<typeof validator.Errors>): FieldError[] => {
  const faults = new Map<string, string>();
  for (const { keyword, instancePath, params, message } of errors) {
    const { requiredProperties = [] } = params as { requiredProperties?: string[] };
    const missing = keyword === 'required' ? requiredProperties.map((name) => `${instancePath}/${name}`) : [];
    for (const pointer of missing) if (!faults.has(pointer)) faults.set(pointer, 'is required');
    if (missing.length === 0 && !faults.has(instancePath))
      faults.set(instancePath, hints[instancePath] ?? message);
  }
  return [...faults].slice(0, mostErrors).map(([pointer, detail]) => ({ pointer, detail }));
};
