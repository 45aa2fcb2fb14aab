import { legOf } from '@landfall/domain';
import type { ReadEvent } from '../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts';
import type { OffsetSource } from '../../apps/carrier-tracking/src/scans/scan.ts';
import { noTime, unmappedCodes, unmappedText } from './event-faults.ts';
import type { FiledMapping } from './mapping-files.ts';
import type { ReadParcel, ReadSender } from './read-sender.ts';

const zoneKnown: Readonly<Record<OffsetSource, string>> = {
  given: 'offset told',
  place: "the place's zone",
  carrier: "the mapping's zone",
  assumed_utc: 'zone unknown: UTC assumed',
};

/** What was read of a payload, a line for each event, and what is wrong where something was not found. */
export function readText({ parcels, withoutTracking, unread }: ReadSender, filed: FiledMapping): string {
  return [
    ...unread.map(({ payload, reason }) => `${payload}: ${reason}`),
    ...(withoutTracking > 0 ? ['one of `without` holds: the answer tells no tracking'] : []),
    ...parcels.flatMap((parcel) => parcelLines(parcel, filed)),
  ].join('\n');
}

function parcelLines({ payload, number, events }: ReadParcel, filed: FiledMapping): string[] {
  return [
    `parcel ${number}: ${events.length} events`,
    ...events.flatMap((event, index) => {
      const { codeUnknown, rawCode, time, told } = event;
      return [
        `${String(index + 1).padStart(3)}  ${eventLine(event)}`,
        ...(time ? [] : [`     WRONG: ${noTime(event, filed)}`]),
        ...(codeUnknown
          ? unmappedCodes([{ code: rawCode ?? '(none)', words: told.words, payload }]).map(
              (one) => `     WRONG: ${unmappedText(one)}`,
            )
          : []),
      ];
    }),
  ];
}

const eventLine = ({ time, rawCode, told, reading, place }: ReadEvent): string =>
  [
    time ? `${time.occurredAt} (${zoneKnown[time.offsetSource]})` : 'no time',
    [rawCode ?? '', told.words === '' ? '' : JSON.stringify(told.words)].filter(Boolean).join(' '),
    `-> ${reading ? meaningText(reading) : 'no scan'} (${foundText(told)})`,
    place ? [place.country, place.city, place.facility].filter(Boolean).join(' / ') : 'no place',
  ].join('  ');

const meaningText = ({ milestone, atOrigin, leg, reason }: NonNullable<ReadEvent['reading']>): string =>
  [
    milestone + (atOrigin ? ` or, at origin, ${atOrigin}` : ''),
    `leg ${legOf(milestone, leg) ?? 'any'}`,
    `reason ${reason ?? 'none'}`,
  ].join(', ');

const foundText = ({ foundBy: { by, as } }: ReadEvent['told']): string =>
  by === 'nothing' ? 'by nothing' : `by ${by} ${as}`;
