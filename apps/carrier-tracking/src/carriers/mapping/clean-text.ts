const longest = 255;

/** A sender's text as topics and Postgres can hold it; null where nothing is left. */
export const cleanText = (text: string, max = longest): string | null =>
  text.replaceAll('\0', '').trim().slice(0, max).toWellFormed() || null;

/** ISO 3166-1 alpha-2 in capitals; null for anything that is not two letters. */
export const countryOf = (text: string): string | null => {
  const code = text.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : null;
};
