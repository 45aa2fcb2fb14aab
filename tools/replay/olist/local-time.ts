import { DateTime } from 'luxon';

const zone = 'America/Sao_Paulo';

/** A local time of the data set ("2017-10-02 10:56:33") as RFC 3339 with the offset in force then. */
export function saoPaulo(text: string): string {
  const time = DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm:ss', { zone });
  if (!time.isValid)
    throw new RangeError(`"${text}" is not a time of the data set: ${time.invalidExplanation}`);
  return time.toISO({ suppressMilliseconds: true });
}
