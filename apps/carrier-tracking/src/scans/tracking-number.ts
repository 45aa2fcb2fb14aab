const longest = 64;

/** A tracking number as all senders and merchants mean it: upper case, without any space; '' where none is left. */
export const normaliseNumber = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\s\0]+/gu, '')
    .toUpperCase()
    .slice(0, longest)
    .toWellFormed();

/** A carrier's name without its spelling: `DHL Express`, `dhl_express` and `dhl-express` are one. Postgres and Kafka can keep it. */
export const carrierKeyOf = (name: string): string =>
  name
    .toWellFormed()
    .replaceAll('\0', '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, '-')
    .slice(0, longest)
    .toWellFormed();
