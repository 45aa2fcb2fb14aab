import type { ScanEvent } from '../../workload/scan-stream.ts';
import type { UploadedScan } from '../intake/uploads.ts';

/** A change to good data, and whether the changed data are good still. */
export interface Case {
  readonly what: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly good: boolean;
}

const tooLong = 'x'.repeat(3_000);

const good = (what: string, change: Case['change']): Case => ({ what, change, good: true });
const bad = (what: string, change: Case['change']): Case => ({ what, change, good: false });

/** `undefined` takes a field away. */
export const scanCases: readonly Case[] = [
  good('as it is', {}),
  good('nowhere', { place: null }),
  good('a place without a city', { place: { country: 'DE', city: null, facility: null } }),
  good('with a leg and a reason', { leg: 'last_mile', reason: 'address' }),
  good('with a proof', { proof: { type: 'signature', ref: 'A-1' } }),
  good('with a field nobody knows', { colour: 'red' }),
  bad('no event id', { eventId: undefined }),
  bad('an event id that is no UUID', { eventId: '17' }),
  bad('a revision below zero', { revision: -1 }),
  bad('half a revision', { revision: 0.5 }),
  bad('no parcel', { parcelId: undefined }),
  bad('a number in place of the tracking number', { trackingNumber: 17 }),
  bad('a long tracking number', { trackingNumber: tooLong }),
  bad('no carrier', { carrier: undefined }),
  bad('an unknown milestone', { milestone: 'teleported' }),
  bad('an unknown leg', { leg: 'moon' }),
  bad('an unknown reason', { reason: 'none of yours' }),
  bad('no time', { occurredAt: undefined }),
  bad('a time that is none', { occurredAt: 'yesterday' }),
  bad('an unknown source of the offset', { offsetSource: 'guessed' }),
  bad('a place that is a word', { place: 'Shenzhen' }),
  bad('a country in small letters', { place: { country: 'cn', city: null, facility: null } }),
  bad('a city that is a number', { place: { country: 'CN', city: 4, facility: null } }),
  bad('a long code', { rawCode: tooLong }),
  bad('a payload that is no UUID', { rawPayloadRef: 'x' }),
  bad('a weight below zero', { weightGrams: -1 }),
  bad('a weight in words', { weightGrams: 'heavy' }),
  bad('a proof of no type', { proof: { ref: null } }),
];

export const uploadCases: readonly Case[] = [
  good('as it is', {}),
  good('with the least that is needed', {
    place: undefined,
    rawCode: undefined,
    rawDescription: undefined,
    weightGrams: undefined,
  }),
  good('with nulls', { place: null, rawCode: null, leg: null, reason: null, proof: null }),
  good('with an offset', { occurredAt: '2026-02-03T04:05:06+08:00' }),
  good('with a leg', { milestone: 'delayed', leg: 'last_mile', reason: 'weather' }),
  good('with a proof', { proof: { type: 'signature', ref: 'A-1' } }),
  bad('no tracking number', { trackingNumber: undefined }),
  bad('a blank tracking number', { trackingNumber: '  ' }),
  bad('a long tracking number', { trackingNumber: tooLong }),
  bad('a carrier that is a number', { carrier: 4 }),
  bad('an unknown milestone', { milestone: 'teleported' }),
  bad('no milestone', { milestone: undefined }),
  bad('a time without an offset', { occurredAt: '2026-02-03T04:05:06' }),
  bad('a time that is none', { occurredAt: 'yesterday' }),
  bad('an unknown leg', { leg: 'moon' }),
  bad('a place that is a word', { place: 'Shenzhen' }),
  bad('a place without a country', { place: { city: 'Shenzhen' } }),
  bad('a country in small letters', { place: { country: 'cn' } }),
  bad('an empty code', { rawCode: '' }),
  bad('a long description', { rawDescription: tooLong }),
  bad('a weight below zero', { weightGrams: -1 }),
  bad('a weight in words', { weightGrams: 'heavy' }),
  bad('a proof of no type', { proof: { ref: 'A-1' } }),
  bad('a field nobody knows', { colour: 'red' }),
];

/** The changed data, as a sender would have put them into JSON. */
export const applied = (to: ScanEvent['scan'] | UploadedScan, { change }: Case): object =>
  JSON.parse(JSON.stringify({ ...to, ...change })) as object;
