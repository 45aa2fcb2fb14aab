import type { ReadEvent } from '../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts';
import type { Mapping } from '../../apps/carrier-tracking/src/carriers/mapping/mapping.ts';
import { placeIn, type FiledMapping } from './mapping-files.ts';

/** A code that stands in no table, with what it was told with first. */
export interface UnmappedCode {
  /** '(none)' where only words were told. */
  code: string;
  words: string;
  times: number;
  /** The payload. */
  first: string;
}

/** What a time was looked for in, and by which lines of the mapping; `purolator.yaml:12` is its place. */
export function noTime(event: ReadEvent, filed: FiledMapping): string {
  const { times } = filed.mapping.event;
  const formats = [...new Set(times.flatMap((telling) => telling.formats))].join(' or ');
  return `no time in ${toldTimesOf(event)} (${expressionsOf(filed.mapping)}); formats ${formats} (${placeIn(filed, '/event/time')})`;
}

const toldTimesOf = ({ told }: ReadEvent): string =>
  told.times.length === 0 ? 'nothing' : told.times.map((text) => JSON.stringify(text)).join(' or ');

const expressionsOf = ({ event }: Mapping): string =>
  event.times
    .flatMap(({ at, time, offset }) => [at.text, time?.text ?? '', offset?.text ?? ''])
    .filter((text) => text !== '')
    .join(', ');

/** The unmapped codes of events, by code. */
export function unmappedCodes(
  events: readonly { code: string; words: string; payload: string }[],
): UnmappedCode[] {
  const byCode = Map.groupBy(events, ({ code }) => code);
  return [...byCode]
    .map(([code, its]) => ({
      code,
      words: its[0]?.words ?? '',
      times: its.length,
      first: its[0]?.payload ?? '',
    }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

export const unmappedText = ({ code, words, times, first }: UnmappedCode): string =>
  `code ${code}${words === '' ? '' : `, ${JSON.stringify(words)}`} (${times === 1 ? 'once, in' : `${times} times, first`} ${first}): ` +
  'add it to codes, to a pattern, or as null';
